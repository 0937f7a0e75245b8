package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ProbeAllow;
import io.github.mysqlaborted.config.ProbeConfig;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.time.Ticker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeTargetsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final MysqlThreads threads = new MysqlThreads();

  @AfterEach
  void close() {
    threads.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":3306",
        "db:",
        "db:0",
        "db:65536",
        "db:3306?allowLoadLocalInfile=true",
        "db:3306/mysql",
        "db:3306,other:3306",
        "(host=db,port=3306)",
        "address=(host=db)",
        "user@db:3306",
        "db :3306",
        "db:3306 ",
        "db:3306#",
        "db:3306&x=y",
        "jdbc:mysql://db:3306/",
        "/run/mysqld/mysqld.sock",
        "[::1:3306",
        "::1",
        "db\n:3306"
      })
  void refusesWhatIsNoHostAndPort(String target) throws Exception {
    try (ProbeTargets targets = targets(10, "0.0.0.0/0", "*:*")) {
      assertThat(probe(targets, target)).isInstanceOf(ProbeResult.Malformed.class);
      assertThat(targets.size()).isZero();
    }
  }

  @Test
  void refusesALongTarget() throws Exception {
    try (ProbeTargets targets = targets(10, "*:*")) {
      assertThat(probe(targets, "d".repeat(300) + ":3306"))
          .isInstanceOf(ProbeResult.Malformed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/8", "other:*", "127.0.0.1:1", "*:*", "localhost:1"})
  void connectsToNothingThatIsNotAllowed(String rule) throws Exception {
    String[] rules = rule.isEmpty() ? new String[0] : new String[] {rule};
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProbeTargets targets = targets(10, rules)) {
      String target = "127.0.0.1:" + socket.getLocalPort();

      assertThat(probe(targets, target)).isEqualTo(new ProbeResult.Forbidden());
      assertThat(targets.size()).isZero();
      socket.setSoTimeout(200);
      ThrowingCallable accept = socket::accept;
      assertThatThrownBy(accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void refusesAModuleThatIsNotThere() throws Exception {
    try (ProbeTargets targets = targets(10, "127.0.0.0/8")) {
      assertThat(targets.probe("127.0.0.1:1", Optional.of("missing"), TIMEOUT, Set.of()))
          .isEqualTo(
              new ProbeResult.Malformed(
                  "auth_module: the option file has no group [client.NAME] with this name"));
    }
  }

  @Test
  void keepsNoMoreTargetsThanItMay() throws Exception {
    try (ProbeTargets targets = targets(2, "127.0.0.0/8")) {
      for (int i = 1; i <= 5; i++) {
        ProbeResult answer = probe(targets, "127.0.0." + i + ":" + FreePort.find());
        assertThat(answer).isInstanceOf(ProbeResult.Asked.class);
      }
      assertThat(targets.size()).isEqualTo(2);
    }
  }

  @Test
  void knowsAServerHoweverItIsSpelled() throws Exception {
    try (ProbeTargets targets = targets(10, "localhost:*", "127.0.0.0/8", "::1/128")) {
      for (String host : List.of("localhost", "LocalHost", "localhost.", "[::1]", "[0:0::1]")) {
        assertThat(probe(targets, host + ":1")).isInstanceOf(ProbeResult.Asked.class);
      }
      assertThat(targets.size()).isEqualTo(2);
    }
  }

  @Test
  void keepsNoNameWithoutAddress() throws Exception {
    try (ProbeTargets targets = targets(10, "*.invalid", "127.0.0.0/8")) {
      probe(targets, "127.0.0.1:1");
      for (int i = 0; i < 20; i++) {
        ProbeResult answer = probe(targets, "db" + i + ".invalid");
        assertThat(((ProbeResult.Asked) answer).families())
            .filteredOn(family -> family.name.equals("mysql_connect_failure"))
            .flatExtracting(family -> family.samples)
            .filteredOn(sample -> sample.value == 1)
            .flatExtracting(sample -> sample.labelValues)
            .containsExactly("dns");
      }
      assertThat(targets.size()).isEqualTo(1);
    }
  }

  @Test
  void givesUpATargetWhoseModuleIsGone() throws Exception {
    try (ProbeTargets targets = targets(10, "127.0.0.0/8")) {
      Path myCnf = folder.resolve("my.cnf");
      Files.writeString(myCnf, "[client]\nuser=x\n[client.old]\nuser=y\n");
      targets.probe("127.0.0.1:1", Optional.of("old"), TIMEOUT, Set.of());
      probe(targets, "127.0.0.1:1");
      assertThat(targets.size()).isEqualTo(2);

      Files.writeString(myCnf, "[client]\nuser=x\n");
      targets.reconfigure();
      assertThat(targets.size()).isEqualTo(1);
      assertThat(targets.probe("127.0.0.1:1", Optional.of("old"), TIMEOUT, Set.of()))
          .isInstanceOf(ProbeResult.Malformed.class);
    }
  }

  private static ProbeResult probe(ProbeTargets targets, String target) {
    return targets.probe(target, Optional.empty(), TIMEOUT, Set.of());
  }

  private ProbeTargets targets(int most, String... rules) throws Exception {
    Path myCnf = Files.writeString(folder.resolve("my.cnf"), "[client]\nuser=x\n");
    MysqldConfig logins =
        new MysqldConfig(
            Optional.of(myCnf),
            folder,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new ProbeTargets(
        new ProbeConfig(ProbeAllow.parse(List.of(rules)), logins, most),
        Set.of("global_status"),
        threads,
        InstantSource.system(),
        Ticker.system(),
        target -> Optional.empty(),
        200);
  }
}
