package io.github.mysqlaborted.scrape;

import static io.github.mysqlaborted.scrape.Watch.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that blocks the exporter's host. Servers never block loopback, so this host is reached
 * by another address of its own, which then is the one that the server sees.
 */
final class HostBlockedIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final TestTicker ticker = new TestTicker();

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void isSaidAndNotMadeWorseAndOverWhenTheServerForgets(ServerKind kind) throws IOException {
    Optional<InetAddress> own = addressBesideLoopback();
    assumeThat(own).as("an address of this machine that is not loopback").isPresent();
    InetAddress address = own.orElseThrow();
    try (LocalServer server =
            LocalServer.start(
                kind,
                Verbosity.FULL,
                "--bind-address=0.0.0.0",
                "--max-connect-errors=1",
                "--performance-schema=ON");
        Watch watch =
            Watch.over(
                new ServerAddress.Tcp(address.getHostAddress(), server.port()),
                SampleData.LIMITED,
                ticker)) {
      leaveDuringHandshake(address, server);
      assumeThat(validated(server)).as("the name server answers the server").isTrue();

      assertThat(watch.scrape()).contains(entry("mysql_up{}", 0.0), failure("host_blocked", 1.0));
      long aborted = server.globalStatus().get("Aborted_connects");
      for (int second = 1; second < 300; second++) {
        ticker.pass(Duration.ofSeconds(1));
        assertThat(watch.scrape()).contains(failure("host_blocked", 1.0));
      }
      // After 10, 30, 70 and 150 seconds.
      assertThat(server.globalStatus())
          .containsEntry("Aborted_connects", aborted + 4)
          .containsEntry("Aborted_clients", 0L);

      server.execute("FLUSH HOSTS");
      ticker.pass(Duration.ofSeconds(11));
      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("host_blocked", 0.0));
      assertThat(server.globalStatus())
          .containsEntry("Aborted_connects", aborted + 4)
          .containsEntry("Aborted_clients", 0L);
    }
  }

  /** One connect error, which is enough. */
  private static void leaveDuringHandshake(InetAddress address, LocalServer server)
      throws IOException {
    try (Socket socket = new Socket(address, server.port())) {
      assertThat(socket.getInputStream().read()).isNotNegative();
    }
    assertThat(Await.within(LIMIT, () -> server.globalStatus().get("Aborted_connects") == 1))
        .isTrue();
  }

  /** Errors of a host whose name could not be looked up do not count against it. */
  private static boolean validated(LocalServer server) {
    return server
        .queryValue("SELECT MAX(HOST_VALIDATED) FROM performance_schema.host_cache")
        .equals("YES");
  }

  private static Optional<InetAddress> addressBesideLoopback() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }
}
