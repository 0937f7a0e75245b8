package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers that the other tests stand on. */
final class ServersIT {
  private static final Duration GONE = Duration.ofMinutes(1);

  static List<ServerKind> localKinds() {
    return ServerKind.localHere();
  }

  @ParameterizedTest
  @MethodSource("localKinds")
  void startsStopsAndStartsAgainOnTheSameDataAndPort(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL, "--wait-timeout=4321")) {
      int port = server.port();
      assertThat(Dialect.of(server.version())).isEqualTo(server.dialect());
      assertThat(server.globalVariable("wait_timeout")).contains("4321");
      server.execute("CREATE TABLE shop.kept (n INT)");

      server.stop();
      assertThat(server.isRunning()).isFalse();
      server.start();
      server.kill();
      assertThat(server.isRunning()).isFalse();
      server.start();

      assertThat(server.port()).isEqualTo(port);
      assertThat(server.socket()).exists();
      assertThat(server.queryValue("SELECT COUNT(*) FROM shop.kept")).isEqualTo("0");
      assertThat(StatusCounters.read(server)).allSatisfy((name, n) -> assertThat(n).isZero());
    }
  }

  @ParameterizedTest
  @MethodSource("localKinds")
  void isGoneAfterTheJvmThatStartedItIsKilled(ServerKind kind) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                kind.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = jvm.inputReader(StandardCharsets.UTF_8).readLine();
    ProcessHandle server = ProcessHandle.of(Long.parseLong(line.split(" ", 2)[0])).orElseThrow();
    assertThat(server.isAlive()).isTrue();

    jvm.destroyForcibly();

    assertThat(Await.within(GONE, () -> !server.isAlive())).isTrue();
  }

  @Test
  void leavesNoFilesBehind() {
    LocalServer server = LocalServer.start(ServerKind.localHere().get(0), Verbosity.FULL);
    Path folder = server.errorLog().getParent();
    Path socketFolder = server.socket().getParent();
    assertThat(folder).isDirectory();

    server.close();

    assertThat(folder).doesNotExist();
    assertThat(socketFolder).doesNotExist();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void answersNothingWhileSuspended() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.localHere().get(0), Verbosity.FULL)) {
      server.suspend();
      try (Socket socket = new Socket(server.host(), server.port())) {
        socket.setSoTimeout(500);
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
      }
      server.resume();
      try (Connection connection = server.connect()) {
        assertThat(connection.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void takesAnyBytesForAUserName() {
    try (LocalServer server = LocalServer.start(ServerKind.localHere().get(0), Verbosity.FULL)) {
      byte[] name = "a\n\u001b[31m'@'\r\u00ff".getBytes(StandardCharsets.ISO_8859_1);
      Reply reply = Faults.loginAs(server, name);

      assertThat(reply.error()).isEqualTo(1045);
      assertThat(server.globalStatus()).containsEntry("Aborted_connects", 1L);
    }
  }
}
