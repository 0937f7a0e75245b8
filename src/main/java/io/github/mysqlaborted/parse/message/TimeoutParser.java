package io.github.mysqlaborted.parse.message;

import io.github.mysqlaborted.event.SaidTimeout;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.Message.TimeoutApplied;
import io.github.mysqlaborted.parse.message.Message.TimeoutOfNetwork;
import java.util.OptionalLong;

/**
 * The records that MySQL writes before the abort's when it closes a session because nothing came
 * from it (sql-common/net_serv.cc). They name an account, which may hold any text, so the seconds
 * are taken from the end that the account does not reach.
 */
final class TimeoutParser {

  /**
   * {@code 'wait_timeout' period of 28800 seconds was exceeded for `app`@`%`. The idle time ...}.
   */
  private static final byte[] PERIOD = Bytes.utf8("' period of ");

  private static final byte[] EXCEEDED = Bytes.utf8(" seconds was exceeded for ");

  /**
   * {@code ... (vio:1, packet:0) 6 seconds after the last command started. Currently configured
   * wait_timeout is 28800 seconds.}
   */
  private static final byte[] IDLE = Bytes.utf8(") ");

  private static final byte[] AFTER_COMMAND =
      Bytes.utf8(" seconds after the last command started. Currently configured ");

  private static final byte[] IS = Bytes.utf8(" is ");
  private static final byte[] SECONDS = Bytes.utf8(" seconds");
  private static final byte[] OF_NETWORK = Bytes.utf8("IO-layer timeout before ");

  private static final int LONGEST_NAME = 64;

  private TimeoutParser() {}

  /** Parses MY-013730. */
  static Message exceeded(byte[] line, int from, int to) {
    int period = Bytes.indexOf(line, from, Math.min(to, from + LONGEST_NAME), PERIOD);
    int digits = period + PERIOD.length;
    int end = period < 0 || line[from] != '\'' ? -1 : Bytes.digitsEnd(line, digits, to);
    return end > digits && Bytes.startsWith(line, end, to, EXCEEDED)
        ? applied(seconds(line, digits, end), OptionalLong.empty())
        : Message.IRRELEVANT;
  }

  /** Parses MY-015123. */
  static Message closed(byte[] line, int from, int to) {
    int after = Bytes.lastIndexOf(line, from, to, AFTER_COMMAND);
    if (after < 0) {
      return Message.IRRELEVANT;
    }
    int before = Bytes.lastIndexOf(line, from, after, IDLE);
    int limit = Bytes.lastIndexOf(line, after, to, IS);
    if (before < 0 || limit < 0) {
      return Message.IRRELEVANT;
    }
    int limitFrom = limit + IS.length;
    int limitTo = Bytes.digitsEnd(line, limitFrom, to);
    return Bytes.startsWith(line, limitTo, to, SECONDS)
        ? applied(seconds(line, limitFrom, limitTo), seconds(line, before + IDLE.length, after))
        : Message.IRRELEVANT;
  }

  /** Parses MY-013935, a number that servers give to other messages too. */
  static Message ofNetwork(byte[] line, int from, int to) {
    return Bytes.startsWith(line, from, to, OF_NETWORK)
        ? new TimeoutOfNetwork()
        : Message.IRRELEVANT;
  }

  private static Message applied(OptionalLong limit, OptionalLong idle) {
    return limit.isEmpty() ? Message.IRRELEVANT : new TimeoutApplied(new SaidTimeout(limit, idle));
  }

  private static OptionalLong seconds(byte[] line, int from, int to) {
    long value = Bytes.number(line, from, to);
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
