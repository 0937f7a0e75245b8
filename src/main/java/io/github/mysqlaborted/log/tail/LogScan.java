package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.LineReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a log once, from its beginning to its end, without following it. */
public final class LogScan {

  private static final int GZIP_MAGIC = 0x1f8b;

  /**
   * What was read.
   *
   * @param bytes unpacked
   * @param cutOff whether a packed file ended before it should
   */
  public record Scanned(long bytes, boolean cutOff) {}

  private LogScan() {}

  /**
   * The files of a log, the oldest first: those that rotation left beside it too.
   *
   * @param source a path or a glob
   * @throws IOException if it is no regular file, or cannot be asked what it is
   */
  public static List<Path> files(String source) throws IOException {
    return LogLocation.of(source).list(Set.of()).all().stream()
        .filter(LogFile::isLegible)
        .map(LogFile::path)
        .toList();
  }

  /**
   * Reads a file, packed by {@code gzip} or not.
   *
   * @param progress is told how many bytes more were read, now and then
   */
  public static Scanned scan(Path file, LineConsumer consumer, LongConsumer progress)
      throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return scan(bytes, consumer, progress);
    }
  }

  /** Reads a stream, packed by {@code gzip} or not, until it ends. */
  public static Scanned scan(InputStream stream, LineConsumer consumer, LongConsumer progress)
      throws IOException {
    BufferedInputStream given = new BufferedInputStream(stream, LineReader.CHUNK);
    boolean cutOff = false;
    LineReader lines = new LineReader(consumer);
    lines.startAt(0, new byte[0]);
    try {
      InputStream bytes = isPacked(given) ? new GZIPInputStream(given, LineReader.CHUNK) : given;
      byte[] chunk = new byte[LineReader.CHUNK];
      for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
        lines.room().put(chunk, 0, count);
        lines.accept(count);
        progress.accept(count);
      }
    } catch (EOFException | ZipException e) {
      cutOff = true;
    }
    long read = lines.readOffset();
    lines.finish();
    consumer.endOfFile();
    return new Scanned(read, cutOff);
  }

  private static boolean isPacked(BufferedInputStream stream) throws IOException {
    stream.mark(2);
    int magic = stream.read() << 8 | stream.read();
    stream.reset();
    return magic == GZIP_MAGIC;
  }
}
