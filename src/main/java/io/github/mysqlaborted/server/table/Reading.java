package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one scrape reads. Settings and host cache answer in one row each, so where both are asked
 * for, one statement reads them, and another one errors and accounts; where that is refused, each
 * is read by itself, so that one that cannot be read does not take the other with it.
 */
public final class Reading {

  /** What one scrape learnt of the server; empty is what it did not ask for, or was refused. */
  public record Facts(
      ServerVersion version,
      Optional<GlobalStatus> status,
      Optional<GlobalVariables> variables,
      Optional<ErrorsSummary> errors) {}

  private final MysqlSession session;
  private final boolean withHostCache;
  private final boolean withAccounts;
  private Optional<AccountConnections> accounts = Optional.empty();
  private Optional<HostCache> hostCache = Optional.empty();
  private Optional<GlobalStatus> globalStatus = Optional.empty();
  private Optional<GlobalVariables> globalVariables = Optional.empty();
  private Optional<ErrorsSummary> errorsSummary = Optional.empty();

  /**
   * @param withHostCache whether {@link #hostCache} will be asked for
   * @param withAccounts whether {@link #accounts} will be asked for
   */
  public Reading(MysqlSession session, boolean withHostCache, boolean withAccounts) {
    this.session = session;
    this.withHostCache = withHostCache;
    this.withAccounts = withAccounts;
  }

  public ServerVersion version() {
    return session.version();
  }

  public GlobalStatus globalStatus() throws MysqlUnavailableException, MysqlStatementException {
    globalStatus = Optional.of(GlobalStatus.read(session));
    return globalStatus.get();
  }

  /** The status as {@link ErrorLogStatus} needs it: what was read before, if anything was. */
  public GlobalStatus statusForErrorLog()
      throws MysqlUnavailableException, MysqlStatementException {
    return globalStatus.isPresent() ? globalStatus.get() : GlobalStatus.readForErrorLog(session);
  }

  /** The errors; before the accounts, for which this reads ahead. */
  public ErrorsSummary errorsSummary() throws MysqlUnavailableException, MysqlStatementException {
    errorsSummary = Optional.of(readErrors());
    return errorsSummary.get();
  }

  public AccountConnections accounts() throws MysqlUnavailableException, MysqlStatementException {
    return accounts.isPresent() ? accounts.get() : AccountConnections.read(session);
  }

  private ErrorsSummary readErrors() throws MysqlUnavailableException, MysqlStatementException {
    if (withAccounts) {
      try {
        return readErrorsAndAccounts();
      } catch (MysqlStatementException e) {
        // One of the two is refused, as its own statement will say.
        accounts = Optional.empty();
      }
    }
    return ErrorsSummary.read(session);
  }

  /** An error has no host, and an account has one. */
  private ErrorsSummary readErrorsAndAccounts()
      throws MysqlUnavailableException, MysqlStatementException {
    Map<String, Long> raised = new TreeMap<>();
    Map<AccountConnections.UserAtHost, Long> total = new LinkedHashMap<>();
    session.query(
        ErrorsSummary.STATEMENT.replaceFirst("SUM_", "NULL, SUM_")
            + " UNION ALL ("
            + AccountConnections.STATEMENT
            + ")",
        AccountConnections.LIMIT,
        rows -> {
          while (rows.next()) {
            if (rows.getString(2) == null) {
              ErrorsSummary.add(rows.getString(1), rows.getLong(3), raised);
            } else {
              AccountConnections.add(rows, total);
            }
          }
          return total.size();
        });
    accounts = Optional.of(new AccountConnections(total));
    return new ErrorsSummary(raised);
  }

  /** The settings; before the host cache, for which this reads ahead. */
  public GlobalVariables globalVariables()
      throws MysqlUnavailableException, MysqlStatementException {
    globalVariables = Optional.of(readVariables());
    return globalVariables.get();
  }

  /** What was read of all this so far; asks the server nothing. */
  public Facts facts() {
    return new Facts(version(), globalStatus, globalVariables, errorsSummary);
  }

  private GlobalVariables readVariables()
      throws MysqlUnavailableException, MysqlStatementException {
    if (withHostCache) {
      try {
        return readBoth();
      } catch (MysqlStatementException e) {
        // The host cache is refused, as its own statement will say where it is asked for.
        hostCache = Optional.empty();
      }
    }
    return GlobalVariables.read(session);
  }

  public HostCache hostCache() throws MysqlUnavailableException, MysqlStatementException {
    return hostCache.isPresent() ? hostCache.get() : HostCache.read(session);
  }

  private GlobalVariables readBoth() throws MysqlUnavailableException, MysqlStatementException {
    List<String> names = GlobalVariables.namesKnownTo(session);
    List<String> columns = new ArrayList<>(HostCache.COLUMNS);
    columns.addAll(GlobalVariables.columns(names));
    return session.query(
        "SELECT " + String.join(", ", columns) + HostCache.FROM,
        rows -> {
          rows.next();
          hostCache = Optional.of(HostCache.of(rows));
          return GlobalVariables.of(names, rows, HostCache.COLUMNS.size());
        });
  }
}
