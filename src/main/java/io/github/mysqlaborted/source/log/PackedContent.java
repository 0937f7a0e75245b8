package io.github.mysqlaborted.source.log;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/**
 * The bytes that were packed into a {@code .gz}, as logrotate's {@code compress} leaves them.
 * Reading on is cheap, going back unpacks from the beginning again.
 */
final class PackedContent implements Content {

  private static final int BUFFER = 64 * 1024;

  private final FileChannel channel;
  private InputStream unpacked;
  private long offset;
  private long size = -1;

  private PackedContent(FileChannel channel) throws IOException {
    this.channel = channel;
    this.unpacked = unpack(channel);
  }

  static Content ofFile(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new PackedContent(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    if (from != offset) {
      goTo(Math.min(from, size()));
    }
    if (from > offset) {
      return -1;
    }
    int count = unpacked.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    if (count > 0) {
      into.position(into.position() + count);
      offset += count;
    }
    return count;
  }

  /** Known only when all is unpacked once, since the file says it modulo 4 GiB. */
  @Override
  public long size() throws IOException {
    if (size < 0) {
      rewind();
      size = unpacked.transferTo(OutputStream.nullOutputStream());
      rewind();
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
    channel.close();
  }

  private void goTo(long target) throws IOException {
    if (target < offset) {
      rewind();
    }
    unpacked.skipNBytes(target - offset);
    offset = target;
  }

  private void rewind() throws IOException {
    unpacked.close();
    unpacked = unpack(channel);
    offset = 0;
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
