package io.github.mysqlaborted.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * One file that is or was at the log's path, held open, so that it is read to its end wherever it
 * is renamed to, and though it is deleted.
 */
final class Generation implements Closeable {

  private final Path path;
  private final String key;
  private final FileChannel channel;
  private final long start;
  private final byte[] markerBeforeStart;
  private final boolean complete;

  private Generation(
      Path path,
      String key,
      FileChannel channel,
      long start,
      byte[] markerBeforeStart,
      boolean complete) {
    this.path = path;
    this.key = key;
    this.channel = channel;
    this.start = start;
    this.markerBeforeStart = markerBeforeStart;
    this.complete = complete;
  }

  /**
   * Opens the file at {@code path}, to be read from its beginning. Java cannot ask an open file for
   * its key, so the path is asked before and after.
   *
   * @throws NoSuchFileException if there is none, or it was replaced in between
   */
  static Generation open(Path path) throws IOException {
    String key = keyOf(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (!key.equals(keyOf(path))) {
        throw new NoSuchFileException(path.toString(), null, "replaced while it was opened");
      }
      return new Generation(path, key, channel, 0, new byte[0], false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Device and inode of the file at {@code path}, links followed. */
  static String keyOf(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException(path + " is a directory");
    }
    return String.valueOf(attributes.fileKey());
  }

  /** The same open file, to be read from {@code position} on. */
  Generation startingAt(Position position) {
    return new Generation(path, key, channel, position.offset(), position.markerBytes(), complete);
  }

  /** The same open file, to which nobody writes any more: where it ends now, it ends. */
  Generation asComplete() {
    return new Generation(path, key, channel, start, markerBeforeStart, true);
  }

  /** The same open file, emptied and to be read from its beginning. */
  Generation asTruncated() {
    return new Generation(path, key, channel, 0, new byte[0], complete);
  }

  Path path() {
    return path;
  }

  String key() {
    return key;
  }

  FileChannel channel() {
    return channel;
  }

  /** Where to start reading. */
  long start() {
    return start;
  }

  byte[] markerBeforeStart() {
    return markerBeforeStart;
  }

  boolean isComplete() {
    return complete;
  }

  /** Whether its writer has written to it since it appeared. */
  boolean hasGrown() throws IOException {
    return channel.size() > start;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
