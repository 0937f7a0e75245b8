package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FakeServer;
import io.github.mysqlaborted.harness.FakeSession;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exporter with little memory, and servers that send as much as they can. */
class HostileServersIT {
  private static final String VERSION = "8.0.36";
  private static final int ROUNDS = 12;

  /** An error in the JVM ends the process, so that it shows. */
  private static final List<String> LITTLE_MEMORY =
      List.of("JDK_JAVA_OPTIONS=-Xmx64m -XX:+ExitOnOutOfMemoryError -XX:MaxDirectMemorySize=16m");

  @TempDir Path folder;

  /** What a server does to who asks for its status; most of it never ends. */
  private enum Hostile implements FakeServer.Script {
    SHORT_ROWS {
      @Override
      void answer(FakeSession session) throws IOException {
        session.columns(List.of("n", "v"));
        while (true) {
          session.row(List.of("Uptime", "1"));
        }
      }
    },
    EMPTY_ROWS {
      @Override
      void answer(FakeSession session) throws IOException {
        session.columns(List.of("n", "v"));
        byte[] many = new byte[60_000];
        for (int i = 0; i < many.length; i += 6) {
          many[i] = 2;
          many[i + 3] = (byte) (4 + i / 6);
        }
        while (true) {
          session.raw(many);
        }
      }
    },
    LONG_ROWS {
      @Override
      void answer(FakeSession session) throws IOException {
        session.columns(List.of("n", "v"));
        while (true) {
          session.row(List.of("Uptime", "1".repeat(65_000)));
        }
      }
    },
    SLOW_ROWS {
      @Override
      void answer(FakeSession session) throws IOException {
        session.columns(List.of("n", "v"));
        while (true) {
          session.row(List.of("Uptime", "1".repeat(1000)));
          LockSupport.parkNanos(50_000_000);
        }
      }
    },
    COLUMNS {
      @Override
      void answer(FakeSession session) throws IOException {
        session.send(new byte[] {(byte) 0xfc, (byte) 0xff, (byte) 0xff});
        while (true) {
          session.column("c".repeat(10_000));
        }
      }
    },
    LONG_VALUE {
      @Override
      void answer(FakeSession session) throws IOException {
        session.columns(List.of("n", "v"));
        session.send(new byte[] {1, 'x', (byte) 0xfe, 0, 0, 0, 127, 0, 0, 0, 0});
        session.drain();
      }
    },
    LONG_PACKETS {
      @Override
      void answer(FakeSession session) throws IOException {
        byte[] piece = new byte[64 * 1024];
        session.raw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1});
        while (true) {
          session.raw(piece);
        }
      }
    },
    ANSWERS {
      @Override
      void answer(FakeSession session) throws IOException {
        while (true) {
          session.columns(List.of("n", "v"));
          session.send(new byte[] {(byte) 0xfe, 0, 0, 8, 0, 0, 0});
        }
      }
    },
    /** Answers as it should, with as much as it may; takes longer than a scrape. */
    LOG {
      @Override
      void answer(FakeSession session) throws IOException {
        session.rows(
            List.of("n", "v"),
            List.of(
                List.of("Uptime", "100"),
                List.of("Error_log_buffered_events", "1000000"),
                List.of("Error_log_buffered_bytes", "1000000"),
                List.of("Error_log_expired_events", "0"),
                List.of("Error_log_latest_write", "9000000000000000")));
        for (long row = 1; true; ) {
          String sql = session.statement(VERSION, "MySQL");
          if (!sql.contains("THREAD_ID")) {
            session.error(1064, "no");
            continue;
          }
          session.columns(List.of("logged", "thread", "code", "data", "length"));
          for (int i = 0; i < 250; i++) {
            String time = Long.toString(1_700_000_000_000_000L + row++);
            // Not in Latin-1, so each character takes two bytes here.
            session.row(List.of(time, "7", "MY-010914", "\u0416" + "x".repeat(4_000), "4095"));
          }
          session.send(new byte[] {(byte) 0xfe, 0, 0, 2, 0, 0, 0});
        }
      }
    },
    LOGIN {
      @Override
      public void talk(FakeSession session) throws IOException {
        session.greet(VERSION, "mysql_native_password");
        while (true) {
          session.send(FakeSession.joined(new byte[] {1}, new byte[60_000]));
        }
      }
    };

    void answer(FakeSession session) throws IOException {
      throw new IOException("it does so before");
    }

    @Override
    public void talk(FakeSession session) throws IOException {
      session.letIn(VERSION);
      while (true) {
        String sql = session.statement(VERSION, "MySQL \u001b[2J" + "x".repeat(50_000));
        if (sql.startsWith("SHOW GLOBAL STATUS")) {
          answer(session);
        } else {
          session.error(1064, "\u202e" + "no".repeat(10_000));
        }
      }
    }
  }

  @Test
  void takeNoMemoryAndHoldUpNoOther() throws Exception {
    List<FakeServer> hostile = new ArrayList<>();
    ExecutorService probes = Executors.newCachedThreadPool();
    int port = FreePort.find();
    try (LocalServer honest = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL)) {
      for (Hostile kind : Hostile.values()) {
        hostile.add(FakeServer.start(kind));
      }
      try (ExporterProcess exporter =
          ExporterProcess.startWith(
              LITTLE_MEMORY,
              ExporterProcess.builtJar(),
              port,
              folder,
              List.of(
                  "--no-mysqld",
                  "--config.my-cnf=" + ExporterProcess.writeMyCnf(honest, folder),
                  "--probe.allow=127.0.0.1:*"))) {
        for (int round = 0; round < ROUNDS; round++) {
          List<Future<Scrape>> answers = new ArrayList<>();
          for (FakeServer server : hostile) {
            answers.add(probes.submit(() -> probe(port, server.port())));
          }
          assertThat(probe(port, honest.port()).value("mysql_up"))
              .as("round %d", round)
              .isEqualTo(1);
          for (int i = 0; i < answers.size(); i++) {
            Scrape answer = answers.get(i).get();
            assertThat(answer.isServed()).as("%s", Hostile.values()[i]).isTrue();
            if (Hostile.values()[i] != Hostile.LOG) {
              assertThat(answer.value("mysql_up")).as("%s", Hostile.values()[i]).isZero();
            }
          }
        }
        assertThat(exporter.isAlive()).isTrue();
        assertThat(exporter.log()).doesNotContain("\u001b", "\u202e", "java.lang.OutOfMemoryError");
        report("ten hostile servers", exporter, hostile);
      }
    } finally {
      probes.shutdownNow();
      for (FakeServer server : hostile) {
        server.close();
      }
    }
  }

  @Test
  void takeNoMemoryWhenWatched() throws Exception {
    for (Hostile kind : List.of(Hostile.SHORT_ROWS, Hostile.LONG_PACKETS, Hostile.LOG)) {
      Path own = Files.createDirectory(folder.resolve(kind.name()));
      try (FakeServer server = FakeServer.start(kind);
          ExporterProcess exporter =
              ExporterProcess.startWith(
                  LITTLE_MEMORY,
                  ExporterProcess.builtJar(),
                  FreePort.find(),
                  own,
                  List.of(
                      "--mysqld.address=127.0.0.1:" + server.port(),
                      "--mysqld.username=exporter"))) {
        for (int i = 0; i < ROUNDS; i++) {
          Scrape scrape = exporter.scrape();
          assertThat(scrape.isServed()).isTrue();
          if (kind != Hostile.LOG) {
            assertThat(scrape.value("mysql_up")).as("%s", kind).isZero();
          }
        }
        assertThat(exporter.isAlive()).isTrue();
        report("watched: " + kind, exporter, List.of(server));
      }
    }
  }

  private static void report(String what, ExporterProcess exporter, List<FakeServer> servers)
      throws IOException {
    long sent = servers.stream().mapToLong(FakeServer::sent).sum();
    int connections = servers.stream().mapToInt(FakeServer::connections).sum();
    String peak =
        Files.readAllLines(Path.of("/proc", Long.toString(exporter.pid()), "status"), UTF_8)
            .stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("");
    Scrape own = exporter.scrape();
    System.out.printf(
        "%s: %s, heap now %.0f MiB of 64, %d connections, %d MiB sent%n",
        what,
        peak.replaceAll("\\s+", " "),
        own.value("jvm_memory_bytes_used{area=\"heap\",}") / (1 << 20),
        connections,
        sent >> 20);
  }

  private static Scrape probe(int exporterPort, int targetPort) {
    return Scrape.of(
        URI.create("http://127.0.0.1:" + exporterPort + "/probe?target=127.0.0.1:" + targetPort));
  }
}
