package io.github.mysqlaborted.parse.format;

/**
 * What stands before a record's message, as positions in the line's bytes. One object is filled
 * anew for each line, because every line of a log is looked at.
 */
public final class RecordHeader {

  /** Where the server's stamp begins; for {@link HeaderFormat#BARE}, where the transport's does. */
  int stampAt;

  /** Where the number after the stamp stands: a thread or process id; -1 where there is none. */
  int numberFrom;

  int numberTo;

  /** The digits of {@code [MY-nnnnnn]}, or -1 where the style has none. */
  public int code;

  /** The first letter of the label: {@code E}, {@code W}, {@code N} or {@code S}. */
  public byte label;

  /** Where the message begins. */
  public int messageAt;

  /** The number after the stamp, or -1. */
  public long number(byte[] line) {
    return numberFrom < 0 ? -1 : Bytes.number(line, numberFrom, numberTo);
  }

  void setNoNumber() {
    numberFrom = -1;
    numberTo = -1;
  }
}
