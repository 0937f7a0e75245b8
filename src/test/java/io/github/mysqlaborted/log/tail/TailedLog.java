package io.github.mysqlaborted.log.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.state.RecordJson;
import io.github.mysqlaborted.time.Moment;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log in a directory of its own, the server that writes it through an open handle, the rotation
 * that moves it, and the tailer that follows it, crashes and comes back.
 */
final class TailedLog implements Closeable {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  final Path directory;
  final Path path;

  /** What was read, and by a crash is forgotten back to what was saved. */
  final List<String> lines = new ArrayList<>();

  LogTailer tailer;
  Recorder recorder;

  /** The clock of the tailer. */
  Instant now = NOW;

  /** What the tailer measures pauses with, in nanoseconds. */
  long elapsed;

  private final String source;
  private final StartFrom startFrom;
  private final LogBytes.Opener opener;
  private String saved = "";
  private int savedLines;
  private FileChannel writer;

  TailedLog(Path directory, String source, StartFrom startFrom, LogBytes.Opener opener)
      throws IOException {
    this.directory = directory;
    this.path = directory.resolve("error.log");
    this.source = source;
    this.startFrom = startFrom;
    this.opener = opener;
    start();
  }

  static TailedLog in(Path directory) throws IOException {
    return from(directory, StartFrom.BEGINNING);
  }

  static TailedLog from(Path directory, StartFrom startFrom) throws IOException {
    String source = directory.resolve("error.log").toString();
    return new TailedLog(directory, source, startFrom, LogBytes::ofFile);
  }

  /** The server writes, and opens its log first if it has not. */
  TailedLog write(String text) throws IOException {
    if (writer == null) {
      reopen();
    }
    writer.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return this;
  }

  /** The server opens its log anew, as for {@code FLUSH ERROR LOGS}. */
  void reopen() throws IOException {
    stop();
    writer = FileChannel.open(path, CREATE, APPEND);
  }

  /** The server closes its log. */
  void stop() throws IOException {
    if (writer != null) {
      writer.close();
    }
    writer = null;
  }

  Path sibling(String name) {
    return directory.resolve(name);
  }

  /** Renames the live file to {@code .1}, and what is older to one more; the server goes on. */
  void rename() throws IOException {
    shift();
    if (Files.exists(path)) {
      Files.move(path, sibling("error.log.1"));
    }
  }

  /** Renames, and has the server reopen its log. */
  void rotate() throws IOException {
    rename();
    reopen();
  }

  /** Copies the live file to {@code .1}. */
  void copy() throws IOException {
    shift();
    if (Files.exists(path)) {
      Files.copy(path, sibling("error.log.1"));
    }
  }

  void truncate() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /** Packs a file as gzip does: the old time, and the original is gone afterwards. */
  void pack(String name) throws IOException {
    Path packed = sibling(name + ".gz");
    FileTime written = Files.getLastModifiedTime(sibling(name));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(sibling(name), out);
    }
    Files.setLastModifiedTime(packed, written);
    Files.delete(sibling(name));
  }

  /** Renames what is older to one more. */
  void shift() throws IOException {
    for (int number = 9; number >= 1; number--) {
      for (String packed : List.of("", ".gz")) {
        Path from = sibling("error.log." + number + packed);
        if (Files.exists(from)) {
          Path to = sibling("error.log." + (number + 1) + packed);
          Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Reads all there is. */
  TailedLog poll() {
    int before = recorder.lines.size();
    while (tailer.poll()) {}
    lines.addAll(recorder.lines.subList(before, recorder.lines.size()));
    return this;
  }

  /** Saves position and lines as one. */
  void save() {
    saved = new String(RecordJson.write(tailer.save()), UTF_8);
    savedLines = lines.size();
  }

  /** Ends the tailer without warning. */
  void crash() throws IOException {
    tailer.close();
    lines.subList(savedLines, lines.size()).clear();
  }

  /** Starts the tailer, where it left off if it saved. */
  void start() throws IOException {
    recorder = new Recorder();
    start(recorder);
  }

  void start(LineConsumer consumer) throws IOException {
    tailer =
        new LogTailer(
            LogLocation.of(source),
            startFrom,
            consumer,
            () -> now,
            () -> new Moment(elapsed),
            opener);
    if (!saved.isEmpty()) {
      tailer.restore(RecordJson.read(saved.getBytes(UTF_8), TailCheckpoint.class));
    }
  }

  /** Saves, stops and starts the tailer. */
  TailedLog restart() throws IOException {
    save();
    crash();
    start();
    return this;
  }

  List<String> names() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    tailer.close();
    stop();
  }
}
