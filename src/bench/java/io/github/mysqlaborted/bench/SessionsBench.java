package io.github.mysqlaborted.bench;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.SessionTable;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --collect.sessions} costs a MySQL 8.0 with 10, 1,000 and 5,000 idle sessions: the
 * first look, which reads the attributes of all, and a later one; beside {@code SHOW GLOBAL
 * STATUS}, which each scrape asks for.
 */
final class SessionsBench {

  private static final int[] SESSIONS = {10, 1_000, 5_000};
  private static final int TIMES = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Something that is asked of a server. */
  private interface Question {
    Object ask(MysqlSession session) throws MysqlUnavailableException, MysqlStatementException;
  }

  private SessionsBench() {}

  public static void main(String[] arguments) throws Exception {
    List<Connection> open = new ArrayList<>();
    try (LocalServer server =
            LocalServer.start(
                ServerKind.MYSQL_8_0,
                Verbosity.QUIET,
                "--max-connections=6000",
                "--open-files-limit=20000");
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client =
            new MysqlClient(
                new ConnectionSettings(
                    new ServerAddress.Tcp(server.host(), server.port()),
                    "root",
                    Secret.of(server.rootPassword()),
                    TlsSettings.of(SslMode.PREFERRED)),
                threads,
                Ticker.system())) {
      for (int number : SESSIONS) {
        connect(server, number, open);
        measure(client, server, number, "SHOW GLOBAL STATUS", GlobalStatus::read);
        measure(client, server, number, "first look", session -> SessionTable.read(session, 0));
        measure(
            client,
            server,
            number,
            "later look",
            session -> SessionTable.read(session, Long.MAX_VALUE / 2));
      }
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private static void connect(LocalServer server, int number, List<Connection> open)
      throws SQLException {
    String url =
        "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true&sslMode=DISABLED"
            .formatted(server.host(), server.port());
    while (open.size() < number) {
      open.add(DriverManager.getConnection(url, "root", server.rootPassword()));
    }
  }

  private static void measure(
      MysqlClient client, LocalServer server, int number, String name, Question question)
      throws MysqlUnavailableException, IOException {
    ask(client, question);
    Duration processor = processor(server);
    long begin = System.nanoTime();
    for (int i = 0; i < TIMES; i++) {
      ask(client, question);
    }
    System.out.printf(
        "%5d sessions, %-18s %6.2f ms, %6.2f ms of the server's processor time%n",
        number,
        name,
        (System.nanoTime() - begin) / 1e6 / TIMES,
        processor(server).minus(processor).toNanos() / 1e6 / TIMES);
  }

  private static void ask(MysqlClient client, Question question) throws MysqlUnavailableException {
    client.call(
        LIMIT,
        session -> {
          try {
            return question.ask(session);
          } catch (MysqlStatementException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Duration processor(LocalServer server) {
    return ProcessHandle.of(server.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }
}
