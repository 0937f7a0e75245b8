package io.github.mysqlaborted.parse.message;

import static io.github.mysqlaborted.event.Phase.CLIENT;
import static io.github.mysqlaborted.event.Phase.CONNECT;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.util.Optional;

/**
 * Messages of the error log to what they say. Anchored at the beginning of the message: the same
 * words inside another one, in SQL text or in a name are nothing.
 *
 * <p>The templates are those of sql/share/errmsg-utf8.txt and share/messages_to_error_log.txt;
 * nothing in them is quoted or escaped, so user and db reach to the last place at which the rest of
 * the template can still follow. Host names have no quotation marks.
 */
public final class ErrorLogParser {

  private static final byte[] ABORTED = Bytes.utf8("Aborted connection ");
  private static final byte[] TO_DB = Bytes.utf8(" to db: '");
  private static final byte[] USER = Bytes.utf8("' user: '");
  private static final byte[] HOST = Bytes.utf8("' host: '");
  private static final byte[] REAL_ADDRESS = Bytes.utf8("' real ip: '");
  private static final byte[] REASON = Bytes.utf8("' (");
  private static final byte[] UNAUTHENTICATED = Bytes.utf8("unauthenticated");
  private static final byte[] CLOSED_NORMALLY = Bytes.utf8("This connection closed normally");
  private static final byte[] CLOSE_CONNECTION = Bytes.utf8("CLOSE_CONNECTION");
  private static final byte[] RELEASE = Bytes.utf8("RELEASE");

  private final DeniedParser denied;
  private final SessionParser sessions = new SessionParser(ReasonTexts.ALL);
  private final LocalizedParser localized = LocalizedParser.ALL;
  private final AccountCache accounts;

  public ErrorLogParser() {
    this(AccountCache.SLOTS);
  }

  /**
   * @param cachedAccounts how many accounts are kept in mind, at most: a power of two
   */
  public ErrorLogParser(int cachedAccounts) {
    denied = new DeniedParser(cachedAccounts);
    accounts = new AccountCache(cachedAccounts);
  }

  /** Whether a message that begins so may be one that counts here; looks at a few bytes. */
  public boolean mayMatter(byte[] line, int from, int to) {
    return to - from >= 8 && localized.mayMatter(line, from);
  }

  /** Whether the words of an abort or of a failed login stand anywhere in the range. */
  public boolean bearsWords(byte[] line, int from, int to) {
    return localized.bearsWords(line, from, to);
  }

  /** Whether the message begins with the words of an abort or of a failed login, in English. */
  public boolean opensWithWords(byte[] line, int from, int to) {
    return Bytes.startsWith(line, from, to, DeniedParser.DENIED)
        || Bytes.startsWith(line, from, to, ABORTED);
  }

  /** Whether the message begins like one that ends in names which a stranger may have chosen. */
  public boolean opensName(byte[] line, int from, int to) {
    return Bytes.startsWith(line, from, to, DeniedParser.DENIED)
        || Bytes.startsWith(line, from, to, ABORTED)
        || localized.opensName(line, from, to);
  }

  /** Whether the message begins like a failed login's, in any language. */
  public boolean opensFailedLogin(byte[] line, int from, int to) {
    return Bytes.startsWith(line, from, to, DeniedParser.DENIED)
        || localized.opensFailedLogin(line, from, to);
  }

  /** Whether the message is put as an abort record, with the database first. */
  public static boolean beginsWithDb(byte[] line, int from, int to) {
    return Bytes.startsWith(line, from, to, ABORTED);
  }

  /**
   * Parses a message without a {@code MY-} code.
   *
   * @param label the record's label: companions are errors
   * @param bareReasons whether this server writes the error that ended a login as a bare message
   */
  public Message parse(byte[] line, int from, int to, byte label, boolean bareReasons) {
    int end = messageEnd(line, from, to);
    if (Bytes.startsWith(line, from, end, ABORTED)) {
      return aborted(line, from, end);
    }
    if (Bytes.startsWith(line, from, end, DeniedParser.DENIED)) {
      return denied.parse(line, from, end);
    }
    Message session = sessions.parse(line, from, end, label);
    if (session != Message.IRRELEVANT) {
      return session;
    }
    Message other = localized.parse(line, from, end);
    return other == Message.IRRELEVANT && bareReasons && label == 'N'
        ? verbatim(line, from, end, false)
        : other;
  }

  /**
   * Parses a message with a {@code MY-} code: share/messages_to_error_log.txt of 8.0 and later.
   *
   * @param code the code's digits
   */
  public Message parse(int code, byte[] line, int from, int to, byte label) {
    int end = messageEnd(line, from, to);
    return switch (code) {
      case 10914 ->
          Bytes.startsWith(line, from, end, ABORTED)
              ? aborted(line, from, end)
              : verbatim(line, from, end, true);
      case 13130, 13104 -> aborted(line, from, end);
      case 10925, 10926, 10927, 13525, 13851, 15134, 15135 -> denied.parse(line, from, end);
      case 0, 10000 -> parse(line, from, to, label, false);
      case 10055, 10056, 10462, 10909, 10116, 10931, 11171 ->
          sessions.parse(line, from, end, label);
      case 13730 -> TimeoutParser.exceeded(line, from, end);
      case 15123 -> TimeoutParser.closed(line, from, end);
      case 13935 -> TimeoutParser.ofNetwork(line, from, end);
      default -> Message.IRRELEVANT;
    };
  }

  /** Whether records with this code are looked at. */
  public static boolean mayMatter(int code) {
    return switch (code) {
      case 10914, 13130, 13104, 10925, 10926, 10927, 13525, 13851, 15134, 15135 -> true;
      case 0, 10000, 10055, 10056, 10462, 10909, 10116, 10931, 11171 -> true;
      case 13730, 15123, 13935 -> true;
      default -> false;
    };
  }

  /** Without the carriage return of Windows and the source position that Aurora adds. */
  private static int messageEnd(byte[] line, int from, int to) {
    int end = to > from && line[to - 1] == '\r' ? to - 1 : to;
    if (end - from < 12 || line[end - 1] != ')' || !Bytes.isDigit(line[end - 2])) {
      return end;
    }
    int at = end - 2;
    while (at > from && Bytes.isDigit(line[at])) {
      at--;
    }
    if (line[at] != ':' || line[at - 1] != 'c' || line[at - 2] != 'c' || line[at - 3] != '.') {
      return end;
    }
    for (at -= 4; at > from + 1 && line[at] != '('; at--) {
      if (line[at] != '_' && !Character.isLetterOrDigit(line[at])) {
        return end;
      }
    }
    return line[at] == '(' && line[at - 1] == ' ' ? at - 1 : end;
  }

  private Message aborted(byte[] line, int from, int to) {
    int idFrom = from + ABORTED.length;
    int idTo = Bytes.digitsEnd(line, idFrom, to);
    long id = Bytes.number(line, idFrom, idTo);
    int end = to > from && line[to - 1] == '.' ? to - 1 : to;
    if (id < 0 || !Bytes.startsWith(line, idTo, end, TO_DB) || line[end - 1] != ')') {
      return Message.UNRECOGNIZED;
    }
    int dbFrom = idTo + TO_DB.length;
    int dbTo = Bytes.indexOf(line, dbFrom, end, USER);
    if (dbTo < 0) {
      return Message.UNRECOGNIZED;
    }
    int userFrom = dbTo + USER.length;
    Message frequent = frequent(id, line, dbFrom, dbTo, userFrom, end - 1);
    if (frequent != null) {
      return frequent;
    }
    for (int userTo = Bytes.lastIndexOf(line, userFrom, end, HOST);
        userTo >= 0;
        userTo = Bytes.lastIndexOf(line, userFrom, userTo, HOST)) {
      int hostFrom = userTo + HOST.length;
      int hostTo = Bytes.indexOf(line, hostFrom, end, '\'');
      int textFrom = hostTo < 0 ? -1 : reasonFrom(line, hostTo, end);
      if (textFrom >= 0) {
        Account account = accounts.get(line, dbFrom, dbTo, userFrom, userTo, hostFrom, hostTo);
        boolean loggedIn = !Bytes.equal(line, userFrom, userTo, UNAUTHENTICATED);
        return abort(id, account, loggedIn, line, textFrom, end - 1);
      }
    }
    return Message.UNRECOGNIZED;
  }

  /**
   * The same from the other end, without a search, for a record that ends in a text that most have:
   * the host's quotation marks are the last two before it. Null if it is none of these.
   */
  private Message frequent(long id, byte[] line, int dbFrom, int dbTo, int userFrom, int to) {
    ReasonTexts.Frequent text = ReasonTexts.ALL.endOf(line, userFrom, to);
    int hostTo = text == null ? -1 : to - text.length() - REASON.length;
    if (hostTo < userFrom || !Bytes.startsWith(line, hostTo, to, REASON)) {
      return null;
    }
    int hostFrom = hostTo;
    while (hostFrom > userFrom && line[hostFrom - 1] != '\'') {
      hostFrom--;
    }
    if (!Bytes.endsWith(line, userFrom, hostFrom, HOST)) {
      return null;
    }
    int userTo = hostFrom - HOST.length;
    Account account = accounts.get(line, dbFrom, dbTo, userFrom, userTo, hostFrom, hostTo);
    boolean loggedIn = !Bytes.equal(line, userFrom, userTo, UNAUTHENTICATED);
    return abort(id, account, loggedIn, text.reason());
  }

  /** Where the reason begins behind the host's closing quotation mark, or -1. */
  private static int reasonFrom(byte[] line, int hostTo, int end) {
    int quote = hostTo;
    if (Bytes.startsWith(line, hostTo, end, REAL_ADDRESS)) {
      quote = Bytes.indexOf(line, hostTo + REAL_ADDRESS.length, end, '\'');
    }
    return quote >= 0 && Bytes.startsWith(line, quote, end - 1, REASON)
        ? quote + REASON.length
        : -1;
  }

  /** An abort with the reason that {@code [from, to)} gives. */
  static Message abort(long id, Account account, boolean loggedIn, byte[] line, int from, int to) {
    Reason reason = ReasonTexts.ALL.find(line, from, to).orElse(Reason.OTHER);
    if (reason == Reason.OTHER
        && (Bytes.equal(line, from, to, CLOSED_NORMALLY)
            || Bytes.equal(line, from, to, CLOSE_CONNECTION)
            || Bytes.equal(line, from, to, RELEASE))) {
      return Message.NO_ABORT;
    }
    Abort abort = abort(id, account, loggedIn, reason);
    return ReasonTexts.isOfReplication(line, from, to) ? abort.with(Detail.BINLOG_DUMP) : abort;
  }

  private static Abort abort(long id, Account account, boolean loggedIn, Reason reason) {
    Phase phase = ReasonTexts.phase(reason, loggedIn);
    return new Abort(id, phase, ReasonTexts.in(phase, reason), account, Text.ABORTED);
  }

  /**
   * The message of the error that ended a login: 5.7 and later, {@code login_failed_error} of
   * sql/auth/sql_authentication.cc. It names nobody, but for a refused database.
   *
   * @param certain whether the record's code says that it is one; else only a known text is
   */
  private Message verbatim(byte[] line, int from, int to, boolean certain) {
    if (Bytes.startsWith(line, from, to, DeniedParser.DENIED)) {
      Message refused = denied.parse(line, from, to);
      return refused == Message.UNRECOGNIZED ? verbatim(Reason.OTHER) : refused;
    }
    Optional<Reason> reason = ReasonTexts.ALL.find(line, from, to);
    if (reason.isPresent()) {
      return verbatim(ReasonTexts.in(CONNECT, reason.get()));
    }
    Message refused = localized.parse(line, from, to);
    if (refused instanceof Abort) {
      return refused;
    }
    if (SessionParser.isAboutPlugin(line, from, to)) {
      return verbatim(Reason.OTHER).with(Detail.AUTH_PLUGIN);
    }
    return certain || SessionParser.endsLogin(line, from, to)
        ? verbatim(Reason.OTHER)
        : Message.IRRELEVANT;
  }

  private static Abort verbatim(Reason reason) {
    Phase phase = reason.occursIn(CONNECT) ? CONNECT : CLIENT;
    return new Abort(-1, phase, reason, Account.UNKNOWN, Text.VERBATIM);
  }
}
