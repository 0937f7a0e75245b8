package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A server's first packet, {@code Protocol::HandshakeV10}. */
final class Greeting {
  private static final int PROTOCOL_VERSION = 10;
  private static final int FIRST_SEED = 8;
  private static final int SECOND_SEED = 12;

  /** A zero, capabilities, character set, status, more capabilities, seed length, reserved. */
  private static final int BETWEEN_SEEDS = 1 + 2 + 1 + 2 + 2 + 1 + 10;

  private final long connectionId;
  private final String plugin;
  private final byte[] seed;

  private Greeting(long connectionId, String plugin, byte[] seed) {
    this.connectionId = connectionId;
    this.plugin = plugin;
    this.seed = seed;
  }

  static Greeting parse(byte[] payload) throws IOException {
    if (payload[0] != PROTOCOL_VERSION) {
      throw new IOException("no greeting: " + Reply.parse(payload).message());
    }
    int afterVersion = endOfText(payload, 1) + 1;
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(afterVersion);
    long connectionId = Integer.toUnsignedLong(buffer.getInt());
    byte[] seed = new byte[FIRST_SEED + SECOND_SEED];
    buffer.get(seed, 0, FIRST_SEED);
    buffer.position(buffer.position() + BETWEEN_SEEDS);
    buffer.get(seed, FIRST_SEED, SECOND_SEED);
    return new Greeting(connectionId, text(payload, buffer.position() + 1), seed);
  }

  /** Text up to a zero byte or the end. */
  static String text(byte[] payload, int from) {
    int end = endOfText(payload, from);
    return end <= from ? "" : new String(payload, from, end - from, StandardCharsets.UTF_8);
  }

  private static int endOfText(byte[] payload, int from) {
    int end = from;
    while (end < payload.length && payload[end] != 0) {
      end++;
    }
    return end;
  }

  /** The server's id of this connection. */
  long connectionId() {
    return connectionId;
  }

  /** How it asks for the password. */
  String plugin() {
    return plugin;
  }

  /** What the answer is made with. */
  byte[] seed() {
    return seed.clone();
  }
}
