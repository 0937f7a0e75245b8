package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers that the other tests stand on. */
final class ServersIT {

  static java.util.List<ServerKind> localKinds() {
    return ServerKind.localHere();
  }

  @ParameterizedTest
  @MethodSource("localKinds")
  void startsStopsAndStartsAgainOnTheSameDataAndPort(ServerKind kind) throws Exception {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      assertThat(server.queryValue("SELECT COUNT(*) FROM shop.numbers")).isEqualTo("200");
      assertThat(Dialect.of(server.version())).isEqualTo(server.dialect());
      int port = server.port();
      server.execute("CREATE TABLE shop.kept (n INT)");
      server.stop();
      assertThat(server.isRunning()).isFalse();
      server.start();
      assertThat(server.port()).isEqualTo(port);
      server.kill();
      assertThat(server.isRunning()).isFalse();
      server.start();
      assertThat(server.queryValue("SELECT COUNT(*) FROM shop.kept")).isEqualTo("0");
      assertThat(server.globalStatus())
          .containsEntry("Aborted_clients", 0L)
          .containsEntry("Aborted_connects", 0L);
    }
  }
}
