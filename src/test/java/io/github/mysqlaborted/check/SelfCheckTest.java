package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said in the exporter's own log: each change once. */
final class SelfCheckTest {
  private static final Logger LOGGER = Logger.getLogger(SelfCheck.class.getName());

  private static final LogView VIEW =
      new LogView(
          List.of(
              new LogView.Source(
                  "error.log", new TailStatistics(8123, 0, 0, 0), 40, 0, true, 0, Instant.EPOCH)),
          LoggedEvents.Snapshot.EMPTY,
          CauseCounts.Snapshot.EMPTY,
          true);

  private final List<String> told = new ArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          told.add(record.getLevel() + " " + formatter.formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final TestTicker ticker = new TestTicker();
  private final SelfCheck check = new SelfCheck("db1:3306", () -> VIEW, true, ticker);

  @BeforeEach
  void listen() {
    LOGGER.addHandler(listener);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.removeHandler(listener);
    LOGGER.setUseParentHandlers(true);
  }

  @Test
  void tellsEachChangeOnce() {
    assertThat(check.hasAsked()).isFalse();
    for (int i = 0; i < 3; i++) {
      scrape("2");
    }
    assertThat(check.hasAsked()).isTrue();
    assertThat(told)
        .containsExactly(
            "WARNING db1:3306: log_error_verbosity is 2, so the server does not log aborted"
                + " connections. It must be 3. To fix it: SET PERSIST log_error_verbosity = 3;");

    told.clear();
    scrape("1");
    assertThat(told).isEmpty();
    scrape("3");
    scrape("3");
    assertThat(told).containsExactly("INFO db1:3306: log problem resolved: verbosity");

    told.clear();
    scrape("2");
    assertThat(told).hasSize(1).allMatch(line -> line.startsWith("WARNING db1:3306: log_error"));
  }

  @Test
  void holdsOnToWhatTheServerSaidWhileItDoesNotAnswer() {
    scrape("2");
    told.clear();
    check.unanswered();

    assertThat(check.findings()).hasSize(1);
    assertThat(told).isEmpty();
  }

  private void scrape(String verbosity) {
    ticker.pass(Duration.ofSeconds(15));
    check.answered(
        check.view(),
        new ServerAnswer(
            "db1:3306",
            true,
            new Reading.Facts(
                ServerVersion.of("8.0.33", ""),
                Optional.of(new GlobalStatus(Map.of("Aborted_clients", 1L))),
                Optional.of(
                    new GlobalVariables(
                        Map.of(
                            "log_error_verbosity",
                            verbosity,
                            "log_error_services",
                            "log_filter_internal; log_sink_internal"))),
                Optional.empty())));
    check.findings();
  }
}
