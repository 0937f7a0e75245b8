package io.github.mysqlaborted.parse.format;

import java.util.Arrays;

/** The text of a JSON string, as bytes; of Docker's json-file, whose lines end in a line feed. */
final class Unescaper {

  private byte[] text = new byte[0];
  private int length;

  /** How long the last text is. */
  int length() {
    return length;
  }

  /** Unescapes up to the closing quotation mark; the array is this object's. */
  byte[] unescape(byte[] line, int from, int to) {
    if (text.length < to - from) {
      text = new byte[to - from];
    }
    length = 0;
    int at = from;
    while (at < to && line[at] != '"') {
      if (line[at] != '\\' || at + 1 >= to) {
        text[length++] = line[at++];
        continue;
      }
      byte escaped = line[at + 1];
      at += 2;
      switch (escaped) {
        case 'n' -> text[length++] = '\n';
        case 't' -> text[length++] = '\t';
        case 'r' -> text[length++] = '\r';
        case 'b' -> text[length++] = '\b';
        case 'f' -> text[length++] = '\f';
        case 'u' -> at = unicode(line, at, to);
        default -> text[length++] = escaped;
      }
    }
    if (length > 0 && text[length - 1] == '\n') {
      length--;
    }
    return text;
  }

  private int unicode(byte[] line, int at, int to) {
    int value = 0;
    int end = Math.min(at + 4, to);
    for (int i = at; i < end; i++) {
      value = (value << 4) | Math.max(0, Character.digit(line[i], 16));
    }
    byte[] encoded = Bytes.utf8(String.valueOf((char) value));
    if (length + encoded.length > text.length) {
      text = Arrays.copyOf(text, text.length + encoded.length);
    }
    for (byte part : encoded) {
      text[length++] = part;
    }
    return end;
  }
}
