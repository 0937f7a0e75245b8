package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.harness.TestCertificate;
import io.github.mysqlaborted.time.Ticker;
import io.github.mysqlaborted.web.Response;
import io.github.mysqlaborted.web.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void isHealthyWhereItAnswers() throws Exception {
    try (WebServer server = serve(200, Access.open())) {
      assertThat(ask(address(server), LIMIT)).isZero();
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void isHealthyWhereItAsksForAPassword() throws Exception {
    try (WebServer server =
        serve(
            200,
            access(
                """
                basic_auth_users:
                  u: $2y$04$abcdefghijklmnopqrstuu5Lzzzzzzzzzzzzzzzzzzzzzzzzzzzzz
                """))) {
      assertThat(ask(address(server), LIMIT)).isZero();
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void isHealthyWhereItSpeaksTls() throws Exception {
    TestCertificate.create(folder, "own", 0, 30);
    Access access = access("tls_server_config: {cert_file: own-cert.pem, key_file: own-key.pem}\n");
    try (WebServer server = serve(200, access)) {
      assertThat(ask(address(server), LIMIT)).isZero();
    }
    try (WebServer server = serve(503, access)) {
      assertThat(ask(address(server), LIMIT)).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8)).contains("found 'HTTP/1.1 503");
  }

  /** It has no certificate to show: an answer in TLS is enough. */
  @Test
  void isHealthyWhereItAsksForACertificate() throws Exception {
    TestCertificate.create(folder, "own", 0, 30);
    TestCertificate.authority(folder, "authority");
    try (WebServer server =
        serve(
            200,
            access(
                """
                tls_server_config:
                  cert_file: own-cert.pem
                  key_file: own-key.pem
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: authority-cert.pem
                """))) {
      assertThat(ask(address(server), LIMIT)).as(err::toString).isZero();
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void isNotHealthyWhereSomethingElseAnswers() throws Exception {
    try (WebServer server = serve(503, Access.open())) {
      assertThat(ask(address(server), LIMIT)).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8)).contains("is not healthy: found 'HTTP/1.1 503");
  }

  @Test
  void isNotHealthyWhereNothingListens() throws Exception {
    InetSocketAddress free;
    try (ServerSocket socket = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
      free = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    assertThat(ask(free, LIMIT)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(free + " is not healthy: Connection refused");
  }

  /** The kernel takes the connection and the request; nobody reads it. */
  @Test
  void isNotHealthyWhereNobodyAnswers() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
      InetSocketAddress silent = (InetSocketAddress) socket.getLocalSocketAddress();
      assertThat(ask(silent, Duration.ofSeconds(1))).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8)).contains("is not healthy: no answer within 1 s");
  }

  private Access access(String webConfig) throws Exception {
    return Access.of(Files.writeString(folder.resolve("web.yml"), webConfig), Ticker.system());
  }

  private static WebServer serve(int status, Access access) throws IOException {
    return WebServer.start(
        List.of(ANY_PORT),
        Map.of("/-/healthy", request -> Response.text(status, "said\n")),
        access,
        Set.of());
  }

  private static InetSocketAddress address(WebServer server) {
    return server.addresses().get(0);
  }

  private int ask(InetSocketAddress address, Duration limit) {
    return Health.run(address, limit, new PrintStream(err, true, UTF_8));
  }
}
