package io.github.mysqlaborted.parse.message;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.Text;

/**
 * Messages that refuse a login: {@code Access denied for user 'USER'@'HOST'} and what follows it,
 * and {@code Password for the account 'USER'@'HOST' has expired}.
 *
 * <p>USER is a stranger's text and may contain anything, {@code '@'} too, so HOST is what stands
 * behind the last {@code '@'} that a known end of the message follows.
 */
public final class DeniedParser {

  public static final byte[] DENIED = Bytes.utf8("Access denied for user '");

  private static final byte[] EXPIRED = Bytes.utf8("Password for the account '");
  private static final byte[] AT = Bytes.utf8("'@'");
  private static final byte[] PASSWORD = Bytes.utf8("' (using password: ");
  private static final byte[] TO_DATABASE = Bytes.utf8("' to database '");
  private static final byte[] LOCKED = Bytes.utf8("'. Account is locked.");
  private static final byte[] BLOCKED = Bytes.utf8("'. Account is blocked for ");
  private static final byte[] HAS_EXPIRED = Bytes.utf8("' has expired.");
  private static final int LONGEST_DB = 192;
  private static final int LONGEST_WORD = 24;

  /** Of its own, since the bytes between the parts are others than in an abort's record. */
  private final AccountCache accounts;

  /**
   * @param cachedAccounts how many accounts are kept in mind, at most: a power of two
   */
  public DeniedParser(int cachedAccounts) {
    accounts = new AccountCache(cachedAccounts);
  }

  /** Parses {@code [from, to)}; unrecognized when it does not end as such a message ends. */
  public Message parse(byte[] line, int from, int to) {
    byte[] beginning = Bytes.startsWith(line, from, to, EXPIRED) ? EXPIRED : DENIED;
    if (!Bytes.startsWith(line, from, to, beginning)) {
      return Bytes.indexOf(line, from, to, AT) < 0 ? Message.UNRECOGNIZED : proxied(line, from, to);
    }
    int userFrom = from + beginning.length;
    for (int at = Bytes.lastIndexOf(line, userFrom, to, AT);
        at >= 0;
        at = Bytes.lastIndexOf(line, userFrom, at, AT)) {
      int hostFrom = at + AT.length;
      int hostTo = Bytes.indexOf(line, hostFrom, to, '\'');
      Reason reason = hostTo < 0 ? null : reason(line, hostTo, to);
      if (reason != null && Bytes.indexOf(line, hostFrom, hostTo, '\n') < 0) {
        String db =
            reason == Reason.ACCESS_DENIED_DB
                ? Bytes.decode(line, hostTo + TO_DATABASE.length, to - 1)
                : "";
        return denied(reason, line, userFrom, at, hostFrom, hostTo, db);
      }
    }
    return Message.UNRECOGNIZED;
  }

  /** What the end of the message says, or null when it is none. */
  private static Reason reason(byte[] line, int hostTo, int to) {
    if (hostTo + 1 == to) {
      return Reason.ACCESS_DENIED;
    }
    if (Bytes.startsWith(line, hostTo, to, PASSWORD)) {
      int word = hostTo + PASSWORD.length;
      boolean ends = Bytes.indexOf(line, word, to, ')') == to - 1 && to - word <= LONGEST_WORD;
      return ends && Bytes.indexOf(line, word, to, '\n') < 0 ? Reason.ACCESS_DENIED : null;
    }
    if (Bytes.startsWith(line, hostTo, to, TO_DATABASE)) {
      int db = hostTo + TO_DATABASE.length;
      return to > db && line[to - 1] == '\'' && to - 1 - db <= LONGEST_DB
          ? Reason.ACCESS_DENIED_DB
          : null;
    }
    if (Bytes.equal(line, hostTo, to, LOCKED) || Bytes.startsWith(line, hostTo, to, BLOCKED)) {
      return Reason.ACCOUNT_LOCKED;
    }
    return Bytes.startsWith(line, hostTo, to, HAS_EXPIRED) ? Reason.PASSWORD_EXPIRED : null;
  }

  /** MY-015134 and MY-015135 of 8.4 and later: a proxy user lacks a privilege or its target. */
  private Message proxied(byte[] line, int from, int to) {
    int at = Bytes.lastIndexOf(line, from, to, AT);
    int quote = at - 1;
    while (quote >= from && line[quote] != '\'') {
      quote--;
    }
    int hostTo = Bytes.indexOf(line, at + AT.length, to, '\'');
    return quote < from || hostTo < 0
        ? Message.UNRECOGNIZED
        : denied(Reason.ACCESS_DENIED, line, quote + 1, at, at + AT.length, hostTo, "");
  }

  private Abort denied(
      Reason reason, byte[] line, int userFrom, int userTo, int hostFrom, int hostTo, String db) {
    Account account =
        db.isEmpty()
            ? accounts.get(line, userFrom, userFrom, userFrom, userTo, hostFrom, hostTo)
            : new Account(
                Bytes.decode(line, userFrom, userTo), Bytes.decode(line, hostFrom, hostTo), db);
    return new Abort(-1, Phase.CONNECT, reason, account, Text.DENIED);
  }
}
