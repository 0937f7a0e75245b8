package io.github.mysqlaborted.server.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.FakeServer;
import io.github.mysqlaborted.harness.FakeSession;
import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may send, and what it may not, however the driver would take it. */
final class AnswerGuardTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String VERSION = "8.0.36";

  /** What the kernel takes from a server beyond what was read. */
  private static final long OF_KERNEL = 16L * 1024 * 1024;

  /** What a hostile server answers to a statement; most of it never ends. */
  private enum Answer implements FakeServer.Script {
    ROWS("more than 200 rows") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.columns(List.of("Variable_name", "Value"));
        while (true) {
          session.row(List.of("x", "1"));
        }
      }
    },
    LONG_ROWS("more than 262144 bytes") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.columns(List.of("Variable_name", "Value"));
        while (true) {
          session.row(List.of("x", "9".repeat(60_000)));
        }
      }
    },
    MANY_COLUMNS("65535 columns") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(new byte[] {(byte) 0xfc, (byte) 0xff, (byte) 0xff});
        while (true) {
          session.column("c");
        }
      }
    },
    HUGE_NUMBER_OF_COLUMNS("columns") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(new byte[] {(byte) 0xfe, 0, 0, 0, 127, 0, 0, 0, 0});
        session.drain();
      }
    },
    LONG_COLUMNS("more than 262144 bytes") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(new byte[] {100});
        while (true) {
          session.column("c".repeat(20_000));
        }
      }
    },
    LONG_PACKET("a packet has 16777214 bytes") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.raw(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, 1});
        while (true) {
          session.raw(new byte[4096]);
        }
      }
    },
    EMPTY_PACKET("a packet has 0 bytes") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(new byte[0]);
        session.drain();
      }
    },
    VALUE_LONGER_THAN_ITS_PACKET("a packet is too short") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.columns(List.of("Variable_name", "Value"));
        session.send(new byte[] {1, 'x', (byte) 0xfe, 0, 0, 0, 127, 0, 0, 0, 0});
        session.drain();
      }
    },
    NAME_LONGER_THAN_ITS_PACKET("a packet is too short") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(new byte[] {1});
        session.send(new byte[] {(byte) 0xfd, (byte) 0xff, (byte) 0xff, (byte) 0xff, 'd'});
        session.drain();
      }
    },
    MORE_ANSWERS("more answers than requested") {
      @Override
      public void talk(FakeSession session) throws IOException {
        while (true) {
          session.columns(List.of("Variable_name", "Value"));
          session.row(List.of("x", "1"));
          session.send(new byte[] {(byte) 0xfe, 0, 0, 8, 0, 0, 0});
        }
      }
    },
    MORE_AFTER_OK("more answers than requested") {
      @Override
      public void talk(FakeSession session) throws IOException {
        while (true) {
          session.send(new byte[] {0, 0, 0, 8, 0, 0, 0});
        }
      }
    },
    NUMBERS_OUT_OF_ORDER("unrequested data") {
      @Override
      public void talk(FakeSession session) throws IOException {
        while (true) {
          session.raw(new byte[] {1, 0, 0, 9, 1});
        }
      }
    },
    FILE("requested a local file") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.send(FakeSession.joined(new byte[] {(byte) 0xfb}, "/etc/passwd".getBytes(UTF_8)));
        session.drain();
      }
    },
    END_WITHIN_A_PACKET("in the middle of a packet") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.raw(new byte[] {20, 0, 0, 1, 1, 2, 3});
      }
    };

    private final String said;

    Answer(String said) {
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpASessionThatSendsWhatItShouldNot(Answer answer) throws Exception {
    FakeServer.Script script =
        session -> {
          session.letIn(VERSION);
          session.statement(VERSION, "MySQL");
          answer.talk(session);
        };
    try (FakeServer server = FakeServer.start(script)) {
      MysqlUnavailableException failure = failure(server);

      assertThat(failure).hasMessageContaining(answer.said);
      assertThat(failure.failure()).isEqualTo(ConnectFailure.OTHER);
      assertThat(server.sent()).isLessThan(OF_KERNEL);
      assertThat(server.received()).noneMatch(AnswerGuardTest::isFileOfThisMachine);
    }
  }

  private static boolean isFileOfThisMachine(byte[] packet) {
    return new String(packet, UTF_8).contains("root:");
  }

  /** What a hostile server does in place of a login. */
  private enum Greeting implements FakeServer.Script {
    PACKETS("the login has more than") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.greet(VERSION, "mysql_native_password");
        while (true) {
          session.send(FakeSession.joined(new byte[] {1}, new byte[20_000]));
        }
      }
    },
    SWITCHES("column count") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.greet(VERSION, "mysql_native_password");
        while (true) {
          session.send(
              FakeSession.joined(
                  new byte[] {(byte) 0xfe}, "caching_sha2_password\0abcdefgh\0".getBytes(UTF_8)));
        }
      }
    },
    LONG_GREETING("a packet has 16777215 bytes") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.raw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 10});
        while (true) {
          session.raw("8.0.".getBytes(UTF_8));
        }
      }
    },
    NO_PROTOCOL("a packet has") {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.raw("HTTP/1.1 200 OK\r\n".repeat(1000).getBytes(UTF_8));
        session.drain();
      }
    };

    private final String said;

    Greeting(String said) {
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpALoginThatDoesNotEnd(Greeting greeting) throws Exception {
    try (FakeServer server = FakeServer.start(greeting)) {
      assertThat(failure(server)).hasMessageContaining(greeting.said);
      assertThat(server.sent()).isLessThan(OF_KERNEL);
    }
  }

  @Test
  void cutsAServerThatSendsAsSlowlyAsItLikes() throws Exception {
    FakeServer.Script script =
        session -> {
          session.letIn(VERSION);
          session.statement(VERSION, "MySQL");
          session.columns(List.of("Variable_name", "Value"));
          session.raw(new byte[] {0, 100, 0, 4});
          // Each byte begins the socket's own timeout anew.
          for (int i = 0; i < 25_600; i++) {
            session.raw(new byte[] {'x'});
            sleepTenMillis();
          }
        };
    try (FakeServer server = FakeServer.start(script);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      MysqlUnavailableException failure =
          catchThrowableOfType(
              MysqlUnavailableException.class,
              () -> client.call(Duration.ofSeconds(3), AnswerGuardTest::status));

      assertThat(failure.failure()).isEqualTo(ConnectFailure.TIMEOUT);
      assertThat(Await.within(TIMEOUT, () -> server.ended() == 1)).isTrue();
    }
  }

  private static void sleepTenMillis() {
    LockSupport.parkNanos(10_000_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lets200RowsPassAndGoesOn(boolean withEof) throws Exception {
    FakeServer.Script script =
        session -> {
          if (withEof) {
            session.withEof();
          }
          session.letIn(VERSION);
          while (true) {
            session.statement(VERSION, "MySQL");
            session.rows(
                List.of("Variable_name", "Value"),
                Collections.nCopies(200, List.of("Aborted_clients", "7")));
          }
        };
    try (FakeServer server = FakeServer.start(script);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(TIMEOUT, AnswerGuardTest::status))
            .isEqualTo(Map.of("Aborted_clients", 7L));
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void keepsASessionWhoseStatementIsRefused() throws Exception {
    String hostile = "\u001b[2J\u202eno\u3164" + "x".repeat(60_000);
    FakeServer.Script script =
        session -> {
          session.letIn(VERSION);
          while (true) {
            session.statement(VERSION, "MySQL");
            session.error(1142, hostile);
          }
        };
    try (FakeServer server = FakeServer.start(script);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      for (int i = 0; i < 3; i++) {
        String said = client.call(TIMEOUT, AnswerGuardTest::refusal);
        assertThat(said).startsWith("\\x1b[2J\\u202eno\\u3164xxx").endsWith("x…").hasSize(512);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void takesNothingForAnAnswerThatCameBeforeTheQuestion() throws Exception {
    FakeServer.Script script =
        session -> {
          session.letIn(VERSION);
          session.statement(VERSION, "MySQL");
          session.rows(List.of("Variable_name", "Value"), List.of(List.of("Uptime", "1")));
          session.raw(new byte[] {7, 0, 0, 0, (byte) 0xff, (byte) 0xbf, 15, '#', 'H', 'Y', '0'});
          session.drain();
        };
    try (FakeServer server = FakeServer.start(script);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.call(TIMEOUT, AnswerGuardTest::status)).isEqualTo(Map.of("Uptime", 1L));
        assertThat(server.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void looksAtAPacketToItsEndAndNotBeyond() throws Exception {
    byte[] bytes = new byte[40];
    bytes[10] = 3;
    PacketView packet = new PacketView(bytes, 10, 4);
    packet.passText();
    packet.mustBeAtEnd();

    bytes[10] = 4;
    PacketView shorter = new PacketView(bytes, 10, 4);
    assertThat(catchThrowableOfType(IOException.class, shorter::passText))
        .hasMessage("a packet is too short");
  }

  private static MysqlUnavailableException failure(FakeServer server) {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      return catchThrowableOfType(
          MysqlUnavailableException.class, () -> client.call(TIMEOUT, AnswerGuardTest::status));
    }
  }

  private static MysqlClient client(FakeServer server, MysqlThreads threads) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp("127.0.0.1", server.port()),
            "exporter",
            Secret.of("secret"),
            TlsSettings.of(SslMode.PREFERRED)),
        threads,
        Ticker.system());
  }

  private static Map<String, Long> status(MysqlSession session) throws MysqlUnavailableException {
    try {
      return GlobalStatus.read(session).values();
    } catch (MysqlStatementException e) {
      return Map.of("refused: " + e.getMessage(), 0L);
    }
  }

  private static String refusal(MysqlSession session) throws MysqlUnavailableException {
    try {
      return "not refused: " + GlobalStatus.read(session);
    } catch (MysqlStatementException e) {
      return e.getMessage();
    }
  }
}
