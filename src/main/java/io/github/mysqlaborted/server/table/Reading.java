package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one scrape reads. Settings and host cache answer in one row each, so where both are asked
 * for, one statement reads them; where that is refused, each is read by itself, so that one that
 * cannot be read does not take the other with it.
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
  private Optional<HostCache> hostCache = Optional.empty();
  private Optional<GlobalStatus> globalStatus = Optional.empty();
  private Optional<GlobalVariables> globalVariables = Optional.empty();
  private Optional<ErrorsSummary> errorsSummary = Optional.empty();

  /**
   * @param withHostCache whether {@link #hostCache} will be asked for
   */
  public Reading(MysqlSession session, boolean withHostCache) {
    this.session = session;
    this.withHostCache = withHostCache;
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

  public ErrorsSummary errorsSummary() throws MysqlUnavailableException, MysqlStatementException {
    errorsSummary = Optional.of(ErrorsSummary.read(session));
    return errorsSummary.get();
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
