package io.github.mysqlaborted.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.count.AgeHistogram;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.CauseCounts.CauseKey;
import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.count.LoggedEvents.HourKey;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.count.LoggedEvents.Snapshot;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.log.TailStatistics;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogCollectorTest {

  private static final Instant SEVEN = Instant.ofEpochSecond(1_795_327_991);
  private static final ReasonKey READ_ERROR = new ReasonKey(Phase.CLIENT, Reason.READ_ERROR);

  /** One session that was 3 s old, and two of 28,801 s. */
  private static final AgeHistogram.Snapshot AGES =
      new AgeHistogram.Snapshot(
          LongStream.range(0, 22).mapToObj(i -> i == 1 ? 1L : i == 19 ? 2L : 0L).toList(),
          57_605_000);

  private static final LogView VIEW =
      new LogView(
          List.of(
              new LogView.Source(
                  "/var/log/mysql/error.log",
                  new TailStatistics(8123, 2, 1, 0),
                  40,
                  3,
                  true,
                  17,
                  SEVEN)),
          new Snapshot(
              Map.of(READ_ERROR, 3L),
              Map.of(
                  new AccountKey(
                      Phase.CLIENT, Reason.READ_ERROR, new Account("app", "10.0.0.7", "shop")),
                  3L),
              Map.of(new HourKey(Phase.CLIENT, 7), 3L),
              Map.of(READ_ERROR, SEVEN)),
          new CauseCounts.Snapshot(
              Map.of(
                  new CauseKey(Phase.CLIENT, Optional.of(Cause.NOT_CLOSED), Certainty.POSSIBLE),
                  3L),
              Map.of(Reason.READ_ERROR, AGES)),
          true);

  @Test
  void showsEachKnownSeriesFromTheFirstScrape() throws IOException {
    String nothing =
        exposition(
                new LogView(VIEW.sources(), Snapshot.EMPTY, CauseCounts.Snapshot.EMPTY, true), true)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .reduce("", (all, line) -> all + line + "\n");

    assertThat(nothing.lines().filter(line -> line.startsWith("mysql_aborted_connections_logged")))
        .hasSize(13 + 13)
        .allMatch(line -> line.endsWith(" 0.0"));
    assertThat(nothing.lines().filter(line -> line.startsWith("mysql_aborted_connections_by_hour")))
        .hasSize(48)
        .allMatch(line -> line.endsWith(" 0.0"));
    assertThat(nothing.lines().filter(line -> line.startsWith("mysql_aborted_connections_last")))
        .hasSize(13 + 13)
        .allMatch(line -> line.endsWith(" 0.0"));
    assertThat(nothing).doesNotContain("by_account");
  }

  @Test
  void showsNothingWhereNoLogIsRead() throws IOException {
    assertThat(
            exposition(
                new LogView(List.of(), Snapshot.EMPTY, CauseCounts.Snapshot.EMPTY, true), true))
        .isEmpty();
  }

  @Test
  void showsTheCountsAndTheReader() throws IOException {
    List<String> shown =
        exposition(VIEW, true).lines().filter(line -> !line.startsWith("#")).toList();

    assertThat(shown.stream().filter(line -> !line.endsWith(" 0.0") && !line.contains("_age_")))
        .containsExactly(
            "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",} 3.0",
            "mysql_aborted_connections_by_account_total{phase=\"client\",reason=\"read_error\","
                + "user=\"app\",host=\"10.0.0.7\",db=\"shop\",} 3.0",
            "mysql_aborted_connections_by_hour_total{phase=\"client\",hour=\"07\",} 3.0",
            "mysql_aborted_connections_last_logged_timestamp_seconds{phase=\"client\","
                + "reason=\"read_error\",} 1.795327991E9",
            "mysql_aborted_connections_by_cause_total{phase=\"client\",cause=\"not_closed\","
                + "certainty=\"possible\",} 3.0",
            "mysql_error_log_read_bytes_total{source=\"/var/log/mysql/error.log\",} 8123.0",
            "mysql_error_log_records_total{source=\"/var/log/mysql/error.log\",} 40.0",
            "mysql_error_log_unrecognized_records_total{source=\"/var/log/mysql/error.log\",} 3.0",
            "mysql_error_log_rotations_total{source=\"/var/log/mysql/error.log\",} 2.0",
            "mysql_error_log_truncations_total{source=\"/var/log/mysql/error.log\",} 1.0",
            "mysql_error_log_readable{source=\"/var/log/mysql/error.log\",} 1.0",
            "mysql_error_log_lag_bytes{source=\"/var/log/mysql/error.log\",} 17.0",
            "mysql_error_log_last_read_timestamp_seconds{source=\"/var/log/mysql/error.log\",}"
                + " 1.795327991E9");
    assertThat(shown)
        .contains("mysql_error_log_lost_records_total{source=\"/var/log/mysql/error.log\",} 0.0");
  }

  @Test
  void showsAgesOfReasonsThatOccurred() throws IOException {
    List<String> ages =
        exposition(VIEW, true)
            .lines()
            .filter(line -> line.startsWith("mysql_aborted_connection_age_seconds"))
            .map(line -> line.substring("mysql_aborted_connection_age_seconds".length()))
            .toList();
    String labels = "{phase=\"client\",reason=\"read_error\",";

    assertThat(ages)
        .hasSize(22 + 2)
        .allMatch(line -> line.contains(labels))
        .contains(
            "_bucket" + labels + "le=\"1.0\",} 0.0",
            "_bucket" + labels + "le=\"5.0\",} 1.0",
            "_bucket" + labels + "le=\"18000.0\",} 1.0",
            "_bucket" + labels + "le=\"57600.0\",} 3.0",
            "_bucket" + labels + "le=\"+Inf\",} 3.0",
            "_count" + labels + "} 3.0",
            "_sum" + labels + "} 57605.0");
  }

  @Test
  void showsNoAccountsWhenTheyAreOff() throws IOException {
    assertThat(exposition(VIEW, false)).doesNotContain("by_account");
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    String exposition = exposition(VIEW, true);
    List<String> documented =
        Files.readAllLines(
                Path.of("src/main/java/io/github/mysqlaborted/metrics/LogCollector.java"))
            .stream()
            .filter(line -> line.startsWith(" * # ") || line.startsWith(" * mysql_"))
            .map(line -> line.substring(3))
            .toList();

    assertThat(documented).hasSizeGreaterThan(10);
    assertThat(exposition.lines()).containsAll(documented);
  }

  private static String exposition(LogView view, boolean accounts) throws IOException {
    StringWriter writer = new StringWriter();
    TextFormat.write004(
        writer, Collections.enumeration(new LogCollector(() -> view, accounts).collect()));
    return writer.toString();
  }
}
