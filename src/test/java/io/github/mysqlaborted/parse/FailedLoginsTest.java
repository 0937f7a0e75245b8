package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.parse.join.FailedLogins;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedLoginsTest {

  private final List<AbortedConnection> events = new ArrayList<>();
  private final FailedLogins logins = new FailedLogins((event, count) -> events.add(event));

  @ParameterizedTest
  @CsvSource({
    "mysql-5.5.34, true",
    "mysql-5.6.14, true",
    "mysql-8.0.33, true",
    "mariadb-10.11.19, true",
    "mysql-5.5.34, false",
    "mysql-5.6.14, false",
    "mysql-8.0.33, false",
    "mariadb-10.11.19, false"
  })
  void countsWhatBothLogsNameOnce(String server, boolean errorLogFirst) throws IOException {
    ErrorLogReader errorLog = new ErrorLogReader(ZoneOffset.UTC, FedReader.NOW, logins.errorLog());
    GeneralLogReader generalLog = new GeneralLogReader(ZoneOffset.UTC, logins.generalLog());
    Map<String, List<String>> errorLogs = CapturesTest.lines(server, "error_log");
    Map<String, List<String>> generalLogs = CapturesTest.lines(server, "general_log");
    int alone = 0;
    for (String scenario : errorLogs.keySet()) {
      FedReader single = new FedReader();
      errorLogs.get(scenario).forEach(single::feed);
      alone += single.rest().events.size();
      String second = errorLogs.get(scenario).stream().findFirst().orElse("");
      if (errorLogFirst) {
        feed(errorLog, errorLogs.get(scenario));
      }
      List<String> rows = new ArrayList<>(generalLogs.get(scenario));
      if (!rows.isEmpty() && rows.get(0).startsWith("\t") && !second.isEmpty()) {
        rows.set(0, generalStamp(second) + rows.get(0).substring(1));
      }
      feed(generalLog, rows);
      generalLog.atRest();
      if (!errorLogFirst) {
        feed(errorLog, errorLogs.get(scenario));
      }
      errorLog.atRest();
    }
    assertThat(events).hasSize(alone);
  }

  @Test
  void countsOnceAcrossARestart() {
    for (AbortedConnection event :
        FedReader.of(
                "261122 12:00:00 [Warning] Access denied for user 'a'@'h' (using password: NO)",
                "2026-11-22 12:00:00 5 [Warning] x")
            .events) {
      logins.generalLog().aborted(event, 1);
      FailedLogins next = new FailedLogins((later, count) -> events.add(later));
      next.restore(logins.state());
      next.errorLog().aborted(event, 1);
      next.errorLog().aborted(event, 1);
    }
    assertThat(events).hasSize(2);
  }

  /** The stamp of the general log for the second of an error log's record. */
  private static String generalStamp(String record) {
    return record.startsWith("26")
        ? record.substring(0, 15)
        : record.substring(2, 4)
            + record.substring(5, 7)
            + record.substring(8, 10)
            + record.substring(10, 19);
  }

  private static void feed(LineConsumer reader, List<String> lines) {
    for (String line : lines) {
      FedReader.feed(reader, line.getBytes(UTF_8), 0);
    }
  }
}
