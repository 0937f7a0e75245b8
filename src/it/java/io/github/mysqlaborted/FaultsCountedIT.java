package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Expected;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole exporter against real servers: each fault moves the status counter that the server
 * moves and is counted once under its reason, and nothing else moves.
 */
@ParameterizedClass
@MethodSource("servers")
record FaultsCountedIT(ServerKind kind, Verbosity verbosity) {

  private static final Duration COUNTED = Duration.ofMinutes(1);

  private static final List<String> STATUS =
      List.of(
          "mysql_aborted_clients_total",
          "mysql_aborted_connects_",
          "mysql_access_denied_errors_total",
          "mysql_locked_connects_total",
          "mysql_connection_errors_total",
          "mysql_ssl_");

  private static Server server;
  private static ExporterProcess exporter;

  static Stream<Object[]> servers() {
    Stream<Object[]> full =
        ServerKind.allHere().stream().map(kind -> new Object[] {kind, Verbosity.FULL});
    return Stream.concat(
        full, Stream.<Object[]>of(new Object[] {ServerKind.MARIADB_11_4, Verbosity.COMPANIONS}));
  }

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind, Verbosity verbosity) throws IOException {
    server = Server.start(kind, verbosity);
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "exporter");
    exporter =
        ExporterProcess.watch(
            ExporterProcess.builtJar(), FreePort.find(), server, folder, "--errorlog.from=end");
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    exporter.close();
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> countsEachFaultOnceUnderItsReason() {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.expectedOn(server).isPresent())
        .map(fault -> dynamicTest(fault.name(), () -> provoke(fault)));
  }

  private static void provoke(Fault fault) {
    Expected expected = fault.expectedOn(server).orElseThrow();
    Map<String, Long> status = statusSeries(expected.status());
    Map<String, Long> logged = loggedSeries(fault, expected.logged());
    Scrape before = exporter.scrape();

    Faults.provoke(server, fault);
    Await.within(COUNTED, () -> logged(before).equals(logged) && status(before).equals(status));

    assertThat(status(before)).isEqualTo(status);
    assertThat(logged(before)).isEqualTo(logged);
    long events = expected.logged().size();
    assertThat(sum(before, "mysql_aborted_connections_by_account_total")).isEqualTo(events);
    assertThat(sum(before, "mysql_aborted_connections_by_hour_total")).isEqualTo(events);
    assertThat(sum(before, "mysql_error_log_unrecognized_records_total")).isZero();
    assertThat(sum(before, "mysql_error_log_lost_records_total")).isZero();
  }

  private static Map<String, Long> status(Scrape before) {
    return exporter
        .scrape()
        .risenSince(before, series -> STATUS.stream().anyMatch(series::startsWith));
  }

  private static Map<String, Long> logged(Scrape before) {
    return exporter
        .scrape()
        .risenSince(before, series -> series.startsWith("mysql_aborted_connections_logged_total"));
  }

  private static long sum(Scrape before, String name) {
    return exporter.scrape().risenSince(before, series -> series.startsWith(name)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Map<String, Long> statusSeries(Map<String, Long> counters) {
    String connectionErrors = "Connection_errors_";
    Map<String, Long> series = new TreeMap<>();
    counters.forEach(
        (counter, delta) ->
            series.put(
                counter.startsWith(connectionErrors)
                    ? "mysql_connection_errors_total{error=\""
                        + counter.substring(connectionErrors.length())
                        + "\",}"
                    : "mysql_" + counter.toLowerCase(Locale.ROOT) + "_total",
                delta));
    return series;
  }

  private static Map<String, Long> loggedSeries(Fault fault, List<Expected.Logged> events) {
    Map<String, Long> series = new TreeMap<>();
    for (Expected.Logged event : events) {
      series.put(
          String.format(
              "mysql_aborted_connections_logged_total{phase=\"%s\",reason=\"%s\",}",
              event.phase().label(), toldByCompanion(fault, event).label()),
          1L);
    }
    return series;
  }

  /**
   * What MariaDB puts into one word, its companion records at {@code log_warnings=4} tell apart.
   */
  private static Reason toldByCompanion(Fault fault, Expected.Logged event) {
    if (server.verbosity() != Verbosity.COMPANIONS) {
      return event.reason();
    }
    return switch (fault) {
      case WRITE_TIMEOUT -> Reason.WRITE_TIMEOUT;
      case JUNK_HANDSHAKE, BAD_SEQUENCE_HANDSHAKE -> Reason.PACKETS_OUT_OF_ORDER;
      case SLOW_HANDSHAKE -> Reason.CONNECT_TIMEOUT;
      case TCP_PROBE, GREETED_AND_CLOSED -> Reason.READ_ERROR;
      default -> event.reason();
    };
  }
}
