package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.connect.AnswerLimit;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions that are open: {@code performance_schema.threads} and {@code session_connect_attrs},
 * which take no lock of the server and need SELECT on both; or, where there is no {@code
 * performance_schema}, {@code information_schema.PROCESSLIST}, which needs PROCESS and knows no
 * attributes. The one session that asks is left out.
 *
 * @param sessions by connection id
 * @param attributes of connections that are new, by connection id and name
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/performance-schema-threads-table.html">The
 *     threads Table</a>
 */
public record SessionTable(
    Map<Long, OpenSession> sessions, Map<Long, Map<String, String>> attributes) {

  /**
   * What a session does.
   *
   * @param command {@code Sleep} while it waits for its client
   * @param seconds for how long
   */
  public record OpenSession(String command, long seconds) {

    /** Whether the server waits for the client's next command. */
    public boolean isIdle() {
      return command.equals("Sleep");
    }
  }

  /** Above this, some are not seen; the statement stays bounded. */
  private static final int MOST_SESSIONS = 10_000;

  private static final String ATTRIBUTES = "'program_name','_client_name','_client_version'";

  private static final int ATTRIBUTE_COUNT = 3;

  /** In characters; what is longer is cut off by the server. */
  private static final int LONGEST_VALUE = 128;

  private static final AnswerLimit LIMIT =
      new AnswerLimit(MOST_SESSIONS * (1 + ATTRIBUTE_COUNT), 8 << 20);

  private static final String WITH_ATTRIBUTES =
      "SELECT PROCESSLIST_ID, PROCESSLIST_COMMAND, PROCESSLIST_TIME, NULL"
          + " FROM performance_schema.threads"
          + " WHERE PROCESSLIST_ID <> CONNECTION_ID() AND PROCESSLIST_COMMAND IS NOT NULL"
          + " AND TYPE = 'FOREGROUND' LIMIT "
          + MOST_SESSIONS;

  private static final String OF_NEW_ONES =
      "SELECT PROCESSLIST_ID, ATTR_NAME, NULL, LEFT(ATTR_VALUE, "
          + LONGEST_VALUE
          + ")"
          + " FROM performance_schema.session_connect_attrs"
          + " WHERE PROCESSLIST_ID > %d AND PROCESSLIST_ID <> CONNECTION_ID()"
          + " AND ATTR_NAME IN ("
          + ATTRIBUTES
          + ") LIMIT "
          + MOST_SESSIONS * ATTRIBUTE_COUNT;

  private static final String WITHOUT_ATTRIBUTES =
      "SELECT ID, COMMAND, TIME, NULL FROM information_schema.PROCESSLIST"
          + " WHERE ID <> CONNECTION_ID() LIMIT "
          + MOST_SESSIONS;

  public SessionTable {
    sessions = Map.copyOf(sessions);
    attributes = Map.copyOf(attributes);
  }

  /**
   * Reads it in one statement.
   *
   * @param known attributes of connections up to this id are not asked for
   */
  public static SessionTable read(MysqlSession session, long known)
      throws MysqlUnavailableException, MysqlStatementException {
    String statement =
        session.hasPerformanceSchema()
            ? "(" + WITH_ATTRIBUTES + ") UNION ALL (" + OF_NEW_ONES.formatted(known) + ")"
            : WITHOUT_ATTRIBUTES;
    return session.query(
        statement,
        LIMIT,
        rows -> {
          Map<Long, OpenSession> sessions = new HashMap<>();
          Map<Long, Map<String, String>> attributes = new HashMap<>();
          while (rows.next()) {
            long id = rows.getLong(1);
            String text = rows.getString(2);
            long seconds = rows.getLong(3);
            if (rows.wasNull()) {
              String value = rows.getString(4);
              attributes
                  .computeIfAbsent(id, key -> new HashMap<>())
                  .put(text, value == null ? "" : value);
            } else {
              sessions.put(id, new OpenSession(text, seconds));
            }
          }
          return new SessionTable(sessions, attributes);
        });
  }

  /**
   * Whether the account has PROCESS, without which {@code PROCESSLIST} hides the sessions of others
   * and gives no error. Of {@code performance_schema} the server says so itself.
   */
  public static boolean isGranted(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.hasPerformanceSchema()
        || session.query(
            "SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES"
                + " WHERE PRIVILEGE_TYPE = 'PROCESS'",
            rows -> {
              rows.next();
              return rows.getLong(1) > 0;
            });
  }
}
