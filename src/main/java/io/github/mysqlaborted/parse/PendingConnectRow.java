package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.DeniedParser;
import io.github.mysqlaborted.parse.message.LocalizedParser;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.Abort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Holds back a row {@code Connect} of the general query log until no line to come can belong to its
 * name; see {@link PendingRecord}, which does the same for the error log.
 */
final class PendingConnectRow {

  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_ROW = 1024;
  private static final int CACHED_ACCOUNTS = 16;
  private static final byte[] ON = Bytes.utf8(" on ");

  private final DeniedParser denied = new DeniedParser(CACHED_ACCOUNTS);
  private final LocalizedParser localized = LocalizedParser.ALL;
  private final List<LogLine> lines = new ArrayList<>();
  private byte[] bytes = new byte[2048];
  private byte[] other = new byte[2048];
  private int length;
  private int ended;

  boolean isEmpty() {
    return lines.isEmpty();
  }

  LogLine first() {
    return lines.get(0);
  }

  boolean isComplete() {
    return ended > 0;
  }

  /** Holds a line, after a line feed if it is not the first. */
  void add(byte[] source, LogLine line) {
    int size = line.to() - line.from();
    if (length + size + 1 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size + 1));
    }
    if (length > 0) {
      bytes[length++] = '\n';
    }
    System.arraycopy(source, line.from(), bytes, length, size);
    LogLine held = line.movedBy(length - line.from());
    length += size;
    lines.add(held);
    boolean mayEnd = ended == 0 || !held.beginsRecord();
    if (mayEnd && (failure(length).isPresent() || account(length).isPresent())) {
      ended = lines.size();
    }
  }

  /** Whether no line to come can belong to the row held. */
  boolean isFull() {
    int argument = first().messageAt();
    return isComplete()
        ? Bytes.characters(bytes, argument, length) > LONGEST_NAME + 24
        : length - argument > LONGEST_ROW;
  }

  /** The failure that the row held tells of, if it is one. */
  Optional<Abort> failure() {
    return isComplete() ? failure(endOfRow()) : Optional.empty();
  }

  private Optional<Abort> failure(int to) {
    int from = first().messageAt();
    Message parsed = denied.parse(bytes, from, to);
    if (!Bytes.startsWith(bytes, from, to, DeniedParser.DENIED)) {
      parsed = localized.parse(bytes, from, to);
    }
    return parsed instanceof Abort abort && PendingRecord.fits(abort, false)
        ? Optional.of(abort)
        : Optional.empty();
  }

  /** {@code user@host} of the row held, if it names an account. */
  Optional<String> account() {
    return isComplete() ? account(endOfRow()) : Optional.empty();
  }

  /** {@code user@host on db}, or {@code user@host as proxied on db}; a host has no spaces. */
  private Optional<String> account(int to) {
    int from = first().messageAt();
    int on = Bytes.lastIndexOf(bytes, from, to, ON);
    if (on < 0 || Bytes.indexOf(bytes, on, to, '\n') >= 0) {
      return Optional.empty();
    }
    int at = on;
    while (at > from && bytes[at] != '@') {
      at--;
    }
    int hostTo = Bytes.indexOf(bytes, at, on, ' ');
    hostTo = hostTo < 0 ? on : hostTo;
    boolean named = bytes[at] == '@' && Bytes.characters(bytes, from, at) <= LONGEST_NAME;
    return named && Bytes.indexOf(bytes, at, on, '\n') < 0
        ? Optional.of(Bytes.decode(bytes, from, hostTo))
        : Optional.empty();
  }

  private int endOfRow() {
    return lines.get(ended - 1).to();
  }

  /** Holds nothing any more; returns the lines behind the row, in what {@link #taken} returns. */
  List<LogLine> takeRest() {
    List<LogLine> rest = List.copyOf(lines.subList(Math.max(1, ended), lines.size()));
    lines.clear();
    length = 0;
    ended = 0;
    byte[] taken = bytes;
    bytes = other;
    other = taken;
    return rest;
  }

  /** The bytes of the lines that were taken last. */
  byte[] taken() {
    return other;
  }
}
