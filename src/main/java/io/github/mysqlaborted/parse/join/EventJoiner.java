package io.github.mysqlaborted.parse.join;

import static io.github.mysqlaborted.event.Phase.CLIENT;
import static io.github.mysqlaborted.event.Phase.CONNECT;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.BinlogDumpStarted;
import io.github.mysqlaborted.parse.message.Message.BinlogDumpStopped;
import io.github.mysqlaborted.parse.message.Message.LookupTimedOut;
import io.github.mysqlaborted.parse.message.Message.ReadFailure;
import io.github.mysqlaborted.parse.message.Message.ServerStart;
import io.github.mysqlaborted.parse.message.Message.SessionError;
import io.github.mysqlaborted.parse.message.Message.Text;
import io.github.mysqlaborted.parse.message.Message.TimeoutApplied;
import io.github.mysqlaborted.parse.message.Message.TimeoutOfNetwork;
import io.github.mysqlaborted.parse.message.Message.WriteFailure;
import io.github.mysqlaborted.parse.message.ReasonTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Joins the records of one aborted connection to one event.
 *
 * <ul>
 *   <li>Records before an abort's, of the same thread, say more than its reason.
 *   <li>A thread pool says twice that a login came to nothing: once with the error, once as {@code
 *       closed normally without authentication}. The first counts.
 *   <li>MariaDB's {@code (KILLED)} at {@code log_warnings=4} is written when the kill is asked for,
 *       for {@code KILL QUERY} and {@code max_statement_time} too, and then the session lives on. A
 *       timed-out statement has 0 as the number in front. Of the others one counts only when the
 *       session then says so itself: {@code Connection was killed}, or an error of its connection
 *       with no abort record after it. A killed session that says neither is not counted.
 * </ul>
 *
 * <p>Records that nobody asks for any more are forgotten, the oldest first. Not thread-safe.
 */
public final class EventJoiner {

  private static final Duration SAME_MOMENT = Duration.ofSeconds(2);
  private static final int HEADER_LENGTH = 4;
  private static final int SERVER_READ_TIMEOUT = 1159;

  private final EventConsumer consumer;
  private final JoinerMemory memory = new JoinerMemory();

  /** How many abort records told of an event that another one told of, or of a kill alone. */
  private long joined;

  public EventJoiner(EventConsumer consumer) {
    this.consumer = consumer;
  }

  public JoinerMemory memory() {
    return memory;
  }

  /**
   * Takes what a record says.
   *
   * @param thread the id of the thread that wrote it, or -1 where the log does not tell
   * @param count how many such records it stands for
   */
  public void accept(Instant time, long thread, Message parsed, long count) {
    settleKills(time);
    if (parsed instanceof Abort abort) {
      aborted(time, thread, abort, count);
    } else if (parsed instanceof ServerStart) {
      settleKills(Instant.MAX);
      memory.clear();
      consumer.serverStarted(time);
    } else if (parsed instanceof BinlogDumpStarted dump) {
      long id = dump.connectionId() > 0 ? dump.connectionId() : thread;
      if (id > 0) {
        memory.rememberReplica(id);
      }
    } else if (thread > 0) {
      companion(time, thread, parsed);
    }
  }

  /** How many records of aborts were joined with a counted one, or told only of a kill. */
  public long joined() {
    return joined;
  }

  /** Says that the log has come to rest: no abort record follows what was last said. */
  public void atRest() {
    settleKills(Instant.MAX);
  }

  private void companion(Instant time, long thread, Message parsed) {
    Companion known = memory.companion(thread);
    JoinerMemory.Kill kill = memory.kill(thread);
    if (parsed instanceof ReadFailure read) {
      memory.remember(thread, known.with(read));
    } else if (parsed instanceof WriteFailure write) {
      memory.remember(thread, known.with(write));
    } else if (parsed instanceof SessionError error) {
      if (error.reason() == Reason.KILLED) {
        if (kill != null) {
          memory.forgetKill(thread);
          emit(kill);
        }
        return;
      }
      memory.remember(thread, known.with(error));
    } else {
      ofSession(thread, known, parsed);
      return;
    }
    if (kill != null) {
      memory.remember(thread, kill.withEvidence(time));
    }
  }

  /** What says nothing of how a session ends that is being killed. */
  private void ofSession(long thread, Companion known, Message parsed) {
    if (parsed instanceof TimeoutApplied timeout) {
      memory.remember(thread, known.with(timeout));
    } else if (parsed instanceof TimeoutOfNetwork) {
      memory.remember(thread, known.withTimeoutOfNetwork());
    } else if (parsed instanceof BinlogDumpStopped) {
      memory.remember(thread, known.withBinlogDump());
    } else if (parsed instanceof LookupTimedOut) {
      memory.remember(thread, known.withSlowLookup());
    }
  }

  private void aborted(Instant time, long thread, Abort abort, long count) {
    long id = abort.connectionId() > 0 ? abort.connectionId() : thread;
    if (abort.text() == Text.ABORTED && abort.reason() == Reason.KILLED) {
      joined++;
      if (thread > 0) {
        JoinerMemory.Kill before = memory.kill(id);
        if (before != null && before.evidence() != null) {
          emit(before);
        }
        memory.remember(
            id, new JoinerMemory.Kill(event(time, id, abort, Companion.NONE), count, null));
      }
      return;
    }
    memory.forgetKill(id);
    Companion companion = id > 0 ? memory.takeCompanion(id) : Companion.NONE;
    if (memory.takeReplica(id)) {
      companion = companion.withBinlogDump();
    }
    if (abort.phase() == CONNECT && id > 0) {
      JoinerMemory.FailedLogin before = memory.takeFailedLogin(id);
      if (before != null && repeats(before, abort)) {
        joined++;
        return;
      }
      memory.remember(id, new JoinerMemory.FailedLogin(abort.text(), abort.reason()));
    }
    emit(event(time, id, abort, companion), count);
  }

  private static boolean repeats(JoinerMemory.FailedLogin before, Abort abort) {
    return abort.text() == Text.ABORTED
        && (before.text() != Text.ABORTED
            || (abort.reason() == Reason.UNAUTHENTICATED
                && before.reason() != Reason.UNAUTHENTICATED));
  }

  private static AbortedConnection event(Instant time, long id, Abort abort, Companion companion) {
    Reason reason = abort.reason();
    Detail detail = companion.binlogDump() ? Detail.BINLOG_DUMP : abort.detail();
    ReadFailure read = companion.read();
    if (abort.phase() == CLIENT) {
      boolean reading = reason == Reason.READ_ERROR || reason == Reason.READ_TIMEOUT;
      if (reading && read != null) {
        detail = companion.binlogDump() ? detail : transfer(read);
      } else if (reason == Reason.WRITE_ERROR && companion.writeTimedOut()) {
        reason = Reason.WRITE_TIMEOUT;
      } else if (reason == Reason.INACTIVITY
          && (companion.ofNetwork() || companion.timeout().isTooEarly())) {
        reason = Reason.IO_TIMEOUT;
      }
    } else if (reason == Reason.UNAUTHENTICATED) {
      if (read != null) {
        boolean timedOut =
            Companion.isTimeout(read.systemError()) || read.serverError() == SERVER_READ_TIMEOUT;
        reason = timedOut ? Reason.CONNECT_TIMEOUT : Reason.READ_ERROR;
        detail = transfer(read);
      } else if (companion.error() != null) {
        Reason error = ReasonTexts.in(CONNECT, companion.error());
        reason = error == Reason.OTHER ? reason : error;
      }
    }
    if (abort.phase() == CONNECT && companion.slowLookup() && abort.detail() == Detail.NONE) {
      detail = Detail.SLOW_LOOKUP;
    }
    return new AbortedConnection(
        time,
        id > 0 ? OptionalLong.of(id) : OptionalLong.empty(),
        abort.phase(),
        reason,
        abort.account(),
        detail,
        companion.timeout(),
        abort.doubtful());
  }

  private static Detail transfer(ReadFailure read) {
    return read.readLength() == HEADER_LENGTH ? Detail.BETWEEN_PACKETS : Detail.MID_PACKET;
  }

  private void settleKills(Instant time) {
    if (memory.hasKills()) {
      Instant limit = time.equals(Instant.MAX) ? time : time.minus(SAME_MOMENT);
      for (JoinerMemory.Kill kill : memory.takeKillsWithEvidenceBefore(limit)) {
        emit(kill);
      }
    }
  }

  /** Tells of a kill by which the session ended. */
  private void emit(JoinerMemory.Kill kill) {
    joined--;
    emit(kill.event(), kill.count());
  }

  private void emit(AbortedConnection event, long count) {
    consumer.aborted(event, count);
  }
}
