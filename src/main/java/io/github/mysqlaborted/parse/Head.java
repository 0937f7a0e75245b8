package io.github.mysqlaborted.parse;

/**
 * What stands before a record's message, as positions in the line's bytes. One object is filled
 * anew for each line, because every line of a log is looked at.
 */
final class Head {

  /** Where the server's stamp begins; for {@link StampStyle#BARE}, where the transport's does. */
  int stampAt;

  /** The number after the stamp: thread id, process id or, where there is none, -1. */
  long number;

  /** The digits of {@code [MY-nnnnnn]}, or -1 where the style has none. */
  int code;

  /** The first letter of the label: {@code E}, {@code W}, {@code N} or {@code S}. */
  byte label;

  /** Where the message begins. */
  int messageAt;
}
