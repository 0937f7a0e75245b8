package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A folder with a journal of systemd, written without a running systemd: {@code
 * systemd-journal-remote} takes entries in the journal's export format
 * (https://systemd.io/JOURNAL_EXPORT_FORMATS/) and writes them into a journal file.
 */
public final class JournalFolder implements AutoCloseable {
  private static final Path WRITER = Path.of("/lib/systemd/systemd-journal-remote");
  private static final String ID = "5f1c1b7b8b8f4b2ab0d4a1f8d3f0c9e7";

  private final Path folder;
  private final Process writer;
  private final OutputStream entries;
  private long written;
  private int boot;

  private JournalFolder(Path folder, Process writer) {
    this.folder = folder;
    this.writer = writer;
    this.entries = writer.getOutputStream();
  }

  /** Starts to write a journal into the folder, which has none yet. */
  public static JournalFolder start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Process writer =
        new ProcessBuilder(WRITER.toString(), "--output=" + folder.resolve("test.journal"), "-")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new JournalFolder(folder, writer);
  }

  public Path folder() {
    return folder;
  }

  /** What is written from now on is of another boot of the machine. */
  public void reboot() {
    boot++;
  }

  /** Writes one entry of a unit. */
  public void write(String unit, byte[] message) throws IOException {
    write(List.of("_SYSTEMD_UNIT=" + unit, "_COMM=mariadbd", "_PID=900"), message);
  }

  /** Writes what systemd says about a unit. */
  public void writeOfSystemd(String unit, String message) throws IOException {
    write(
        List.of("_SYSTEMD_UNIT=init.scope", "_COMM=systemd", "_PID=1", "UNIT=" + unit),
        message.getBytes(US_ASCII));
  }

  private void write(List<String> fields, byte[] message) throws IOException {
    written++;
    long micros =
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-11-22T12:00:00Z")) + written;
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(
        """
        __REALTIME_TIMESTAMP=%d
        __MONOTONIC_TIMESTAMP=%d
        _BOOT_ID=%s
        _MACHINE_ID=%s
        %s
        MESSAGE
        """
            .formatted(micros, written, ID.substring(1) + boot, ID, String.join("\n", fields))
            .getBytes(US_ASCII));
    entry.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(message.length)
            .array());
    entry.writeBytes(message);
    entry.writeBytes(new byte[] {'\n', '\n'});
    entries.write(entry.toByteArray());
    entries.flush();
  }

  @Override
  public void close() throws IOException {
    entries.close();
    writer.onExit().join();
  }
}
