package io.github.mysqlaborted.dashboards;

/**
 * How many aborted connections each account had in the time range. {@code increase} sees nothing of
 * a series that begins within the range with its first and only value, as that of a name that is
 * tried once; such a series counts in full if the exporter was there before it.
 */
final class AccountCounts {

  private static final String ACCOUNTS = "mysql_aborted_connections_by_account_total";

  private AccountCounts() {}

  /**
   * As PromQL, in parentheses.
   *
   * @param matchers of labels, {@code @} for the servers that are chosen
   */
  static String of(String matchers) {
    String series = ACCOUNTS + "{" + matchers + "}";
    return """
    ((%s unless %s offset $__range) and on (job, instance) \
    mysql_aborted_connections_logged_total{@} offset $__range or increase(%s[$__range]))\
    """
        .formatted(series, series, series);
  }
}
