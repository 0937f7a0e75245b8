package io.github.mysqlaborted.parse.join;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.Transfer;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.join.JoinerMemory.FailedLogin;
import io.github.mysqlaborted.parse.join.JoinerMemory.Kill;
import io.github.mysqlaborted.parse.message.Message.ReadFailure;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What {@link JoinerMemory} and the readers remember, as text, one entry each, ended by a
 * semicolon: the kind, the connection id and its parts, between spaces. Names are in base 64.
 */
public final class JoinerState {

  private static final String COMPANION = "companion";
  private static final String KILL = "kill";
  private static final String LOGIN = "login";
  private static final String NONE = "-";

  private JoinerState() {}

  /** The entries that the text has. */
  public static Stream<String> entries(String state) {
    return Arrays.stream(state.split(";"));
  }

  public static void write(StringBuilder state, long id, Companion companion) {
    ReadFailure read = companion.read();
    line(
        state,
        COMPANION,
        id,
        read == null ? NONE : read.readLength(),
        read == null ? NONE : read.systemError(),
        read == null ? NONE : read.serverError(),
        companion.writeError(),
        companion.error() == null ? NONE : companion.error());
  }

  public static void write(StringBuilder state, long id, Kill kill) {
    Account account = kill.event().account();
    line(
        state,
        KILL,
        id,
        kill.event().time(),
        kill.count(),
        kill.evidence() == null ? NONE : kill.evidence(),
        encode(account.user()),
        encode(account.host()),
        encode(account.db()));
  }

  public static void write(StringBuilder state, long id, FailedLogin login) {
    line(state, LOGIN, id, login.text(), login.reason());
  }

  /** Puts what a line says into {@code memory}; does nothing when it says nothing. */
  static void read(String line, JoinerMemory memory) {
    String[] parts = line.split(" ", -1);
    try {
      long id = parts.length < 2 ? 0 : Long.parseLong(parts[1]);
      if (parts[0].equals(COMPANION) && parts.length == 7) {
        memory.remember(id, companion(parts));
      } else if (parts[0].equals(KILL) && parts.length == 8) {
        memory.remember(id, kill(id, parts));
      } else if (parts[0].equals(LOGIN) && parts.length == 4) {
        memory.remember(id, new FailedLogin(Text.valueOf(parts[2]), Reason.valueOf(parts[3])));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Written by another version, or damaged: remembered is only what can be.
      return;
    }
  }

  public static void write(StringBuilder state, String kind, AbortedConnection event) {
    line(
        state,
        kind,
        event.connectionId().orElse(-1),
        event.time(),
        event.reason(),
        encode(event.account().user()),
        encode(event.account().host()),
        encode(event.account().db()));
  }

  /** The failed login that {@link #write} wrote with this kind. */
  public static Optional<AbortedConnection> readEvent(String line, String kind) {
    String[] parts = line.split(" ", -1);
    if (!parts[0].equals(kind) || parts.length != 7) {
      return Optional.empty();
    }
    try {
      long id = Long.parseLong(parts[1]);
      return Optional.of(
          new AbortedConnection(
              Instant.parse(parts[2]),
              id < 0 ? OptionalLong.empty() : OptionalLong.of(id),
              Phase.CONNECT,
              Reason.valueOf(parts[3]),
              new Account(decode(parts[4]), decode(parts[5]), decode(parts[6])),
              Transfer.UNKNOWN));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A line with an id and a text. */
  public static String entry(long id, String text) {
    return id + " " + encode(text) + ";";
  }

  /** Tells {@code reader} what {@link #entry} wrote; nothing when the line is none of its. */
  public static void readEntry(String line, BiConsumer<Long, String> reader) {
    int space = line.indexOf(' ');
    try {
      reader.accept(
          Long.valueOf(line.substring(0, Math.max(0, space))), decode(line.substring(space + 1)));
    } catch (IllegalArgumentException e) {
      // As above.
      return;
    }
  }

  /** The instant that the text is, or the epoch. */
  public static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static Companion companion(String[] parts) {
    ReadFailure read =
        parts[2].equals(NONE)
            ? null
            : new ReadFailure(
                Long.parseLong(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]));
    Reason error = parts[6].equals(NONE) ? null : Reason.valueOf(parts[6]);
    return new Companion(read, Long.parseLong(parts[5]), error);
  }

  private static Kill kill(long id, String[] parts) {
    AbortedConnection event =
        new AbortedConnection(
            Instant.parse(parts[2]),
            OptionalLong.of(id),
            Phase.CLIENT,
            Reason.KILLED,
            new Account(decode(parts[5]), decode(parts[6]), decode(parts[7])),
            Transfer.UNKNOWN);
    Instant evidence = parts[4].equals(NONE) ? null : Instant.parse(parts[4]);
    return new Kill(event, Long.parseLong(parts[3]), evidence);
  }

  private static void line(StringBuilder state, String kind, long id, Object... parts) {
    state.append(kind).append(' ').append(id);
    for (Object part : parts) {
      state.append(' ').append(part);
    }
    state.append(';');
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(Bytes.utf8(text));
  }

  private static String decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    return Bytes.decode(bytes, 0, bytes.length);
  }
}
