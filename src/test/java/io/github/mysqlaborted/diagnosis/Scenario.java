package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.diagnosis.SimulatedServer.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Something that goes on for some days, and why the connections end. */
enum Scenario {
  /** Connections used by day are left open over night: the story this project began with. */
  LEFT_OPEN_OVER_NIGHT {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int day = 0; day < 8; day++) {
        Instant evening = from.plus(Duration.ofDays(day)).plus(Duration.ofHours(23));
        for (int i = 0; i < 5; i++) {
          Instant last = evening.plusSeconds(random.nextInt(3500));
          Instant opened = last.minus(Duration.ofHours(10));
          server.add(
              opened,
              Duration.between(opened, last.plus(Duration.ofHours(8))),
              user,
              host,
              "shop",
              End.TIMEOUT,
              Cause.IDLE_TIMEOUT);
        }
      }
    }
  },
  /** A job at each quarter of an hour leaves its connection. */
  QUARTER_HOURLY_JOB {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 60; i++) {
        server.add(
            from.plus(Duration.ofMinutes(15L * i)).plusSeconds(2),
            Duration.ofHours(8),
            user,
            host,
            "shop",
            End.TIMEOUT,
            Cause.IDLE_TIMEOUT);
      }
    }
  },
  /** The path dies; the session is young, as a refused login with the id before it shows. */
  PATH_DIES {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 12; i++) {
        Instant opened = from.plus(Duration.ofMinutes(97L * i + random.nextInt(30)));
        server.add(
            opened.minusMillis(500),
            Duration.ofMillis(100),
            "check",
            "10.9.9.9",
            "",
            End.DENIED,
            Cause.WRONG_PASSWORD);
        server.add(
            opened,
            Duration.ofSeconds(600 + random.nextInt(6000)),
            user,
            host,
            "shop",
            End.TIMEOUT,
            Cause.DEAD_PATH);
      }
    }
  },
  /** A process with a pool is deployed anew. */
  DEPLOYMENTS {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 4; i++) {
        Instant end = from.plus(Duration.ofHours(5L + 9L * i)).plusSeconds(random.nextInt(7000));
        for (int k = 0; k < 10; k++) {
          server.add(
              end.minus(Duration.ofHours(3)).plusSeconds(k),
              Duration.between(end.minus(Duration.ofHours(3)).plusSeconds(k), end)
                  .plusMillis(k * 10L),
              user,
              host,
              "shop",
              End.READ_ERROR,
              Cause.PROCESS_END);
        }
      }
    }
  },
  /** An agent asks each minute and drops its connection. */
  AGENT {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 120; i++) {
        server.add(
            from.plus(Duration.ofMinutes(i)).plusMillis(random.nextInt(200)),
            Duration.ofMillis(300),
            user,
            host,
            "",
            End.READ_ERROR,
            Cause.MONITOR_NOT_CLOSING);
      }
    }
  },
  /** Somebody tries names from the Internet. */
  GUESSING {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      String stranger = "203.0.113." + (1 + random.nextInt(250));
      for (int i = 0; i < 200; i++) {
        server.add(
            from.plusSeconds(3L * i + random.nextInt(3)),
            Duration.ofMillis(50),
            "name" + i % 40,
            stranger,
            "",
            End.DENIED,
            Cause.ATTACK);
      }
    }
  },
  /** A password was changed, and one client has the old one. */
  OLD_PASSWORD {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      server.add(from, Duration.ofHours(1), user, host, "shop", End.READ_ERROR, Cause.NOT_CLOSED);
      for (int i = 0; i < 30; i++) {
        server.add(
            from.plus(Duration.ofHours(2)).plusSeconds(20L * i + random.nextInt(15)),
            Duration.ofMillis(50),
            user,
            host,
            "",
            End.DENIED,
            Cause.STALE_CREDENTIALS);
      }
    }
  },
  /** A load balancer opens the port each ten seconds. */
  PORT_CHECK {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 150; i++) {
        server.add(
            from.plusSeconds(10L * i),
            Duration.ofMillis(20),
            "",
            host,
            "",
            End.NO_LOGIN,
            Cause.HEALTH_CHECK);
      }
    }
  },
  /** A statement too large, now and then. */
  LARGE_PACKETS {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 7; i++) {
        server.add(
            from.plus(Duration.ofMinutes(random.nextInt(3000))),
            Duration.ofMinutes(10),
            user,
            host,
            "shop",
            End.PACKET_TOO_LARGE,
            Cause.PACKET_TOO_LARGE);
      }
    }
  },
  /** Threads use one connection at the same time. */
  SHARED_BY_THREADS {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 6; i++) {
        Instant end = from.plus(Duration.ofMinutes(31L * i + random.nextInt(20)));
        server.add(
            end.minusSeconds(60),
            Duration.ofSeconds(60),
            user,
            host,
            "shop",
            End.OUT_OF_ORDER,
            Cause.SHARED_CONNECTION);
        server.add(
            end.minusSeconds(50),
            Duration.ofMillis(50_200),
            user,
            host,
            "shop",
            End.READ_ERROR,
            Cause.SHARED_CONNECTION);
      }
    }
  },
  /** A client asks for a database that it may not use. */
  WRONG_DATABASE {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 5; i++) {
        server.add(
            from.plus(Duration.ofMinutes(random.nextInt(2000))),
            Duration.ofMillis(60),
            user,
            host,
            "secret",
            End.DENIED_DB,
            Cause.NO_PRIVILEGE);
      }
    }
  },
  /** A client that ends now and then without closing. */
  CARELESS_CLIENT {
    @Override
    void play(SimulatedServer server, Instant from, String user, String host, Random random) {
      for (int i = 0; i < 20; i++) {
        server.add(
            from.plus(Duration.ofMinutes(5L + 13L * i * i)),
            Duration.ofSeconds(100 + random.nextInt(5000)),
            user,
            host,
            "shop",
            End.READ_ERROR,
            Cause.NOT_CLOSED);
      }
    }
  };

  abstract void play(SimulatedServer server, Instant from, String user, String host, Random random);
}
