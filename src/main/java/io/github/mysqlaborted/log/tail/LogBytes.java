package io.github.mysqlaborted.log.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The bytes of one open file: still there when it is renamed, and when it is deleted. */
interface LogBytes extends Closeable {

  /**
   * Reads some bytes, as {@link FileChannel#read(ByteBuffer, long)} does.
   *
   * @return how many, or {@code -1} at the end or behind it
   */
  int read(ByteBuffer into, long offset) throws IOException;

  /** How many bytes there are now. */
  long size() throws IOException;

  /** Whether there are so many bytes. */
  default boolean reaches(long offset) throws IOException {
    return size() >= offset;
  }

  /** How many bytes there are, as far as that is known without reading all of them. */
  default long expectedSize() throws IOException {
    return size();
  }

  /** Whether it was seen that it ends before it should. */
  default boolean isDamaged() {
    return false;
  }

  /** Up to {@code length} bytes from {@code offset}; fewer where the file ends. */
  default byte[] bytes(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (read(bytes, offset + bytes.position()) < 0) {
        break;
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** How the bytes of a file are got at. */
  @FunctionalInterface
  interface Opener {

    LogBytes open(Path path) throws IOException;
  }

  /** A file as it is. */
  static LogBytes ofFile(Path path) throws IOException {
    return new PlainContent(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** An open file. */
  record PlainContent(FileChannel channel) implements LogBytes {

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      return channel.read(into, offset);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
