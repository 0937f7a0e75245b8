package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Writer;

/**
 * Gathers text and turns it into UTF-8 at once. The metrics' writer hands over single characters,
 * for each of which an {@link java.io.OutputStreamWriter} would allocate and lock.
 */
final class TextBuffer extends Writer {

  private final StringBuilder text;

  /**
   * @param capacity in characters, from which it grows
   */
  TextBuffer(int capacity) {
    text = new StringBuilder(capacity);
  }

  byte[] toBytes() {
    return text.toString().getBytes(UTF_8);
  }

  @Override
  public void write(int character) {
    text.append((char) character);
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    text.append(characters, offset, length);
  }

  @Override
  public void write(String string, int offset, int length) {
    text.append(string, offset, offset + length);
  }

  @Override
  public TextBuffer append(char character) {
    text.append(character);
    return this;
  }

  /** Nothing is held back. */
  @Override
  public void flush() {}

  /** There is nothing to release. */
  @Override
  public void close() {}
}
