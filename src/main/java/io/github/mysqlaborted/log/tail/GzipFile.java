package io.github.mysqlaborted.log.tail;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes that were packed into a {@code .gz}, as logrotate's {@code compress} leaves them.
 * Reading on is cheap, going back unpacks from the beginning again. What was cut off or damaged
 * ends there.
 */
final class GzipFile implements LogBytes {

  private static final int BUFFER = 64 * 1024;

  private final FileChannel channel;
  private InputStream unpacked;
  private long offset;
  private long size = -1;
  private boolean damaged;

  private GzipFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.unpacked = unpack(channel);
  }

  static LogBytes ofFile(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new GzipFile(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    if (!goTo(from)) {
      return -1;
    }
    int count = unpack(into.array(), into.arrayOffset() + into.position(), into.remaining());
    into.position(into.position() + Math.max(0, count));
    return count;
  }

  /** Known only when all is unpacked once, since the file says it modulo 4 GiB. */
  @Override
  public long size() throws IOException {
    if (size < 0) {
      goTo(Long.MAX_VALUE);
    }
    return size;
  }

  @Override
  public boolean reaches(long target) throws IOException {
    return size >= 0 ? target <= size : target <= offset || goTo(target);
  }

  /** As the file says it: right unless it holds 4 GiB or more, or was packed in parts. */
  @Override
  public long expectedSize() throws IOException {
    long packed = channel.size();
    if (size >= 0 || packed < Integer.BYTES) {
      return Math.max(0, size);
    }
    ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int count = channel.read(end, packed - Integer.BYTES);
    return count == Integer.BYTES ? Integer.toUnsignedLong(end.getInt(0)) : 0;
  }

  @Override
  public boolean isDamaged() {
    return damaged;
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
    channel.close();
  }

  /** Unpacks up to a place; whether there is one. */
  private boolean goTo(long target) throws IOException {
    if (target < offset) {
      unpacked.close();
      unpacked = unpack(channel);
      offset = 0;
    }
    byte[] passed = new byte[target == offset ? 0 : (int) Math.min(BUFFER, target - offset)];
    while (offset < target) {
      if (unpack(passed, 0, (int) Math.min(passed.length, target - offset)) < 0) {
        return false;
      }
    }
    return true;
  }

  private int unpack(byte[] into, int from, int length) throws IOException {
    int count = -1;
    try {
      count = unpacked.read(into, from, length);
    } catch (EOFException | ZipException e) {
      damaged = true;
    }
    if (count < 0) {
      size = offset;
    } else {
      offset += count;
    }
    return count;
  }

  private static InputStream unpack(FileChannel channel) throws IOException {
    InputStream packed = Channels.newInputStream(channel.position(0));
    return new GZIPInputStream(new KeptOpen(packed), BUFFER);
  }

  /** Lets the unpacker be closed, which frees its memory, without the file. */
  private static final class KeptOpen extends FilterInputStream {

    KeptOpen(InputStream packed) {
      super(packed);
    }

    @Override
    public void close() {}
  }
}
