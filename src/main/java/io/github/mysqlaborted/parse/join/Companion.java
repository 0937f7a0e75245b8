package io.github.mysqlaborted.parse.join;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.ReadFailure;
import io.github.mysqlaborted.parse.message.Message.SessionError;
import io.github.mysqlaborted.parse.message.Message.TimeoutApplied;

/**
 * What the records of a thread said before the abort's.
 *
 * @param read how a read failed, or null
 * @param writeError the system's error of a failed write, or -1
 * @param error the session's error, or null
 * @param timeout the seconds that the server gave
 * @param ofNetwork whether the connection broke before the timeout had passed
 * @param binlogDump whether the session was sent the binary log
 * @param slowLookup whether the name server did not answer when asked for the client's name
 */
record Companion(
    ReadFailure read,
    long writeError,
    Reason error,
    SaidTimeout timeout,
    boolean ofNetwork,
    boolean binlogDump,
    boolean slowLookup) {

  static final Companion NONE =
      new Companion(null, -1, null, SaidTimeout.NONE, false, false, false);

  /** {@code ETIMEDOUT} of Linux and {@code WSAETIMEDOUT} of Windows. */
  private static final long TIMED_OUT = 110;

  private static final long TIMED_OUT_ON_WINDOWS = 10060;

  static boolean isTimeout(long systemError) {
    return systemError == TIMED_OUT || systemError == TIMED_OUT_ON_WINDOWS;
  }

  boolean writeTimedOut() {
    return isTimeout(writeError);
  }

  Companion with(ReadFailure failure) {
    return new Companion(failure, writeError, error, timeout, ofNetwork, binlogDump, slowLookup);
  }

  Companion with(Message.WriteFailure failure) {
    return new Companion(
        read, failure.systemError(), error, timeout, ofNetwork, binlogDump, slowLookup);
  }

  Companion with(SessionError sessionError) {
    return new Companion(
        read, writeError, sessionError.reason(), timeout, ofNetwork, binlogDump, slowLookup);
  }

  Companion with(TimeoutApplied applied) {
    return new Companion(
        read, writeError, error, applied.seconds(), ofNetwork, binlogDump, slowLookup);
  }

  Companion withTimeoutOfNetwork() {
    return new Companion(read, writeError, error, timeout, true, binlogDump, slowLookup);
  }

  Companion withSlowLookup() {
    return new Companion(read, writeError, error, timeout, ofNetwork, binlogDump, true);
  }

  Companion withBinlogDump() {
    return new Companion(read, writeError, error, timeout, ofNetwork, true, slowLookup);
  }
}
