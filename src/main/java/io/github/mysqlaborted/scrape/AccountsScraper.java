package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.AccountConnections;
import io.github.mysqlaborted.server.table.AccountConnections.UserAtHost;
import io.github.mysqlaborted.server.table.Reading;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many connections each account has made: what its aborts are compared with. Accounts that come
 * first have series of their own, for good; those above the cap are {@code other}.
 *
 * <pre>{@code
 * # HELP mysql_account_connections_total Connections of an account ...
 * # TYPE mysql_account_connections_total counter
 * mysql_account_connections_total{user="app",host="10.0.0.7",} 8123.0
 * }</pre>
 */
final class AccountsScraper implements Scraper {
  static final String NAME = "accounts";

  private static final UserAtHost OTHER = new UserAtHost("other", "other");

  /** A server that tells of no account is not asked each time: its table is switched off. */
  private static final Duration EMPTY_PAUSE = Duration.ofMinutes(5);

  private final int mostSeries;
  private final Pause empty;

  /** Label values by the server's names; guarded by this. */
  private final Map<UserAtHost, UserAtHost> own = new LinkedHashMap<>();

  /**
   * @param mostSeries how many accounts have series of their own; 0 for none, and no others
   */
  AccountsScraper(int mostSeries, Ticker ticker) {
    this.mostSeries = mostSeries;
    this.empty = new Pause(ticker);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public boolean isSupportedBy(MysqlSession session) {
    return mostSeries > 0 && AccountConnections.isIn(session);
  }

  @Override
  public List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException {
    if (empty.isOn()) {
      return List.of();
    }
    AccountConnections accounts = reading.accounts();
    if (accounts.total().isEmpty()) {
      empty.begin(EMPTY_PAUSE);
    }
    return families(accounts);
  }

  /** None where the server tells of no account. */
  synchronized List<MetricFamilySamples> families(AccountConnections accounts) {
    Map<UserAtHost, Long> shown = new LinkedHashMap<>();
    accounts.total().forEach((account, total) -> shown.merge(shown(account), total, Long::sum));
    if (shown.isEmpty()) {
      return List.of();
    }
    CounterMetricFamily family =
        new CounterMetricFamily(
            "mysql_account_connections_total",
            "Connections of an account (performance_schema.accounts: TOTAL_CONNECTIONS, or"
                + " information_schema.USER_STATISTICS); accounts above --accounts.max-series count"
                + " as \"other\"",
            List.of("user", "host"));
    shown.forEach(
        (account, total) -> family.addMetric(List.of(account.user(), account.host()), total));
    return List.of(family);
  }

  private UserAtHost shown(UserAtHost account) {
    UserAtHost known = own.get(account);
    if (known != null) {
      return known;
    }
    if (own.size() >= mostSeries) {
      return OTHER;
    }
    UserAtHost labels = new UserAtHost(LabelText.of(account.user()), LabelText.of(account.host()));
    own.put(account, labels);
    return labels;
  }
}
