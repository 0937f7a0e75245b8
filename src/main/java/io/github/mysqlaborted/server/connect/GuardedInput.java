package io.github.mysqlaborted.server.connect;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends, packet by packet, each after {@link AnswerGuard} has seen it. Reads on only
 * when what was read is used up, and never looks ahead of what is asked. Closing it does nothing:
 * the socket is closed by itself.
 */
final class GuardedInput extends InputStream {
  private static final int HEADER = 4;
  private static final int USUAL_PACKET = 1024;
  private static final int BUFFER = 4096;

  private final BufferedInputStream server;
  private final AnswerGuard guard;
  private byte[] packet = new byte[HEADER + USUAL_PACKET];
  private int at;
  private int end;

  GuardedInput(InputStream server, AnswerGuard guard) {
    this.server = new BufferedInputStream(server, BUFFER);
    this.guard = guard;
  }

  @Override
  public int read() throws IOException {
    return at < end || next() ? packet[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && !next()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(packet, at, target, offset, count);
    at += count;
    return count;
  }

  /** What came unasked is not there: it must not be waited for, nor passed over. */
  @Override
  public int available() {
    return end - at;
  }

  /** Whether there is another packet, which then is there as a whole. */
  private boolean next() throws IOException {
    at = 0;
    end = 0;
    if (packet.length > BUFFER) {
      packet = new byte[HEADER + USUAL_PACKET];
    }
    int read = server.readNBytes(packet, 0, HEADER);
    if (read == 0) {
      return false;
    }
    mustBe(read, HEADER);
    int length = (packet[0] & 0xff) | (packet[1] & 0xff) << 8 | (packet[2] & 0xff) << 16;
    guard.header(length, packet[3] & 0xff);
    if (packet.length < HEADER + length) {
      byte[] longer = new byte[HEADER + length];
      System.arraycopy(packet, 0, longer, 0, HEADER);
      packet = longer;
    }
    mustBe(server.readNBytes(packet, HEADER, length), length);
    guard.packet(new PacketView(packet, HEADER, length));
    end = HEADER + length;
    return true;
  }

  private static void mustBe(int read, int length) throws EOFException {
    if (read < length) {
      throw new EOFException("the server closed the connection in the middle of a packet");
    }
  }
}
