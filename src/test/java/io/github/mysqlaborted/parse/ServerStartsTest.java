package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever remembers something by a connection's id hears that ids begin anew. */
class ServerStartsTest implements EventConsumer {

  private final List<String> told = new ArrayList<>();
  private final ErrorLogReader reader = new ErrorLogReader(ZoneOffset.UTC, FedReader.NOW, this);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MySQL 5.5    | 261122 12:00:01 [Note] /usr/sbin/mysqld: ready for connections.
          MySQL 5.6    | 2026-11-22 12:00:01 0 [Note] mysqld (mysqld 5.6.14) starting as process 7 ...
          MySQL 5.7    | 2026-11-22T12:00:01.000000Z 0 [Note] mysqld (mysqld 5.7.44) starting as process 7 ...
          MySQL 8.0    | 2026-11-22T12:00:01.000000Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.33) starting as process 7
          MySQL 8 JSON | {"err_code":10931,"time":"2026-11-22T12:00:01.000000Z","thread":0,"msg":"/usr/sbin/mysqld: ready for connections."}
          MariaDB      | 2026-11-22 12:00:01 0 [Note] Starting MariaDB 11.4.5-MariaDB-log source revision x as process 7
          """)
  void areToldBetweenTheEventsOfTwoLives(String server, String start) {
    String abort =
        "2026-11-22T12:00:0%s.000000Z 5 [Note] Aborted connection 5 to db: 'a' user: 'b' host: 'c'"
            + " (Got an error reading communication packets)";
    feed(abort.formatted(0));
    feed(start);
    feed(abort.formatted(2));

    assertThat(told)
        .as(server)
        .containsExactly(
            "5 aborted 2026-11-22T12:00:00Z",
            "started 2026-11-22T12:00:01Z",
            "5 aborted 2026-11-22T12:00:02Z");
  }

  @Test
  void areToldOfRows() {
    reader.row(
        Instant.EPOCH,
        0,
        "MY-010931",
        "/usr/sbin/mysqld: ready for connections. Version: '8.0.33'");

    assertThat(told).containsExactly("started 1970-01-01T00:00:00Z");
  }

  private void feed(String line) {
    FedReader.feed(reader, line.getBytes(UTF_8), 0);
    reader.atRest();
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    told.add(event.connectionId().orElseThrow() + " aborted " + event.time());
  }

  @Override
  public void serverStarted(Instant time) {
    told.add("started " + time);
  }
}
