package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Field.Mapping;

import io.github.mysqlaborted.event.Phase;

/** Columns of a table with a row for each server. */
final class ServerColumns {
  /** 1 up, 0 down, -1 not scraped any more, for each server seen in the last hour. */
  static final String UP =
      """
      max by (job, instance) (mysql_up{@})
      or max by (job, instance) (last_over_time(mysql_up{@}[1h])) * 0 - 1\
      """;

  /**
   * 3 read and cannot tell, as the exporter found, 2 read, 1 the server writes no such records, 0
   * not readable.
   */
  static final String LOG =
      """
      3 * (max by (job, instance) (mysql_aborted_exporter_log_problem{@, \
      problem=~"no_entries|no_records|unrecognized|other_file|filtered|silent"}) == 1)
      or
      min by (job, instance) (mysql_error_log_readable{@})
      * (1 + min by (job, instance) (mysql_aborted_connections_logging_enabled{@}))
      or min by (job, instance) (mysql_error_log_readable{@}) * 2\
      """;

  static final String LAST_LOGGED =
      "1000 * max by (job, instance) (mysql_aborted_connections_last_logged_timestamp_seconds{@})";

  private ServerColumns() {}

  static String increase(Phase phase) {
    return "round(sum by (job, instance) (increase(%s{@}[$__range])))"
        .formatted(
            switch (phase) {
              case CLIENT -> "mysql_aborted_clients_total";
              case CONNECT -> "mysql_aborted_connects_total";
            });
  }

  /**
   * Those of {@code expression} that belong to the {@code most} worst servers: first those that are
   * down, then by what was aborted in the last hour. Each column of a table needs the same servers.
   */
  static String ranked(String expression, int most) {
    return "(%s)\nand on (job, instance) %s".formatted(expression, rank(most));
  }

  /** How bad each of the {@code most} worst servers is. */
  static String rank(int most) {
    return """
        topk(%d,
          1e9 * (1 - (%s))
          + (
            sum by (job, instance) (instance_phase:mysql_aborted_connections_counted:increase1h{@})
            or max by (job, instance) (last_over_time(mysql_up{@}[1h])) * 0
          )
        )
        """
        .formatted(most, UP);
  }

  static Field[] up() {
    return new Field[] {
      Field.mappings(
          new Mapping("1", "up", Field.GREEN),
          new Mapping("0", "down", Field.RED),
          new Mapping("-1", "not scraped", Field.ORANGE)),
      Field.coloredText(),
      Field.left(),
      Field.width(100)
    };
  }

  static Field[] log() {
    return new Field[] {
      Field.mappings(
          new Mapping("3", "cannot tell", Field.ORANGE),
          new Mapping("2", "read", Field.GREEN),
          new Mapping("1", "verbosity too low", Field.ORANGE),
          new Mapping("0", "not readable", Field.RED),
          new Mapping(null, "none", Field.GREY)),
      Field.coloredText(),
      Field.left(),
      Field.width(140)
    };
  }

  static Field[] count(String color) {
    return new Field[] {
      Field.unit("locale"),
      Field.decimals(0),
      new Field("min", 0),
      Field.ownRange(),
      Field.color(color),
      Field.bar()
    };
  }

  static Field[] plainCount(int width) {
    return new Field[] {Field.unit("locale"), Field.decimals(0), Field.width(width)};
  }
}
