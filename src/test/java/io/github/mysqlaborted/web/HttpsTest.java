package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.harness.TestCertificate;
import io.github.mysqlaborted.time.Ticker;
import io.github.mysqlaborted.tls.KeyStores;
import io.github.mysqlaborted.tls.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes with the server, for what {@code tls_server_config} can ask for. */
final class HttpsTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static TestCertificate first;
  private static TestCertificate second;
  private static TestCertificate good;
  private static TestCertificate stranger;
  private static TestCertificate expired;
  private static TestCertificate named;

  private WebServer server;
  private Access access;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = TestCertificate.create(folder, "first", 0, 30);
    second = TestCertificate.create(folder, "second", 0, 30);
    TestCertificate.authority(folder, "authority");
    good = TestCertificate.signedBy("authority", folder, "good", "dns:prometheus.example", 0, 30);
    expired =
        TestCertificate.signedBy("authority", folder, "expired", "dns:prometheus.example", -9, 2);
    named = TestCertificate.signedBy("authority", folder, "named", "ip:::1", 0, 30);
    stranger = TestCertificate.create(folder, "stranger", "dns:prometheus.example", 0, 30);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // type, without a certificate, with a stranger's, an expired one, a good one
    "NoClientCert, true, true, true, true",
    "RequestClientCert, true, true, true, true",
    "RequireAnyClientCert, false, true, true, true",
    "VerifyClientCertIfGiven, true, false, false, true",
    "RequireAndVerifyClientCert, false, false, false, true"
  })
  void asksClientsForCertificatesAsTheTypeSays(
      String type, boolean none, boolean ofStranger, boolean ofExpired, boolean ofGood)
      throws Exception {
    start(
        type.equals("NoClientCert")
            ? "  client_auth_type: NoClientCert\n"
            : "  client_auth_type: " + type + "\n  client_ca_file: authority-cert.pem\n");

    assertThat(isAnswered(Optional.empty())).as("none").isEqualTo(none);
    assertThat(isAnswered(Optional.of(stranger))).as("a stranger's").isEqualTo(ofStranger);
    assertThat(isAnswered(Optional.of(expired))).as("expired").isEqualTo(ofExpired);
    assertThat(isAnswered(Optional.of(good))).as("good").isEqualTo(ofGood);
  }

  @Test
  void asksForOneOfTheNames() throws Exception {
    start(
        """
          client_auth_type: RequireAndVerifyClientCert
          client_ca_file: authority-cert.pem
          client_allowed_sans: [other.example, prometheus.example]
        """);
    assertThat(isAnswered(Optional.of(good))).isTrue();
    assertThat(isAnswered(Optional.of(named))).isFalse();
    stop();

    start(
        """
          client_auth_type: RequireAndVerifyClientCert
          client_ca_file: authority-cert.pem
          client_allowed_sans: ["::1"]
        """);
    assertThat(isAnswered(Optional.of(good))).isFalse();
    assertThat(isAnswered(Optional.of(named))).isTrue();
  }

  @Test
  void shakesHandsInNoOlderVersionThanToldTo() throws Exception {
    start("");
    assertThat(version("TLSv1.2")).isEqualTo("TLSv1.2");
    assertThat(version("TLSv1.3")).isEqualTo("TLSv1.3");
    stop();

    start("  min_version: TLS13\n");
    assertThat(version("TLSv1.3")).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> version("TLSv1.2")).isInstanceOf(SSLException.class);
    stop();

    start("  max_version: TLS12\n");
    assertThat(version("TLSv1.2")).isEqualTo("TLSv1.2");
    assertThatThrownBy(() -> version("TLSv1.3")).isInstanceOf(SSLException.class);
  }

  @Test
  void usesTheSuitesInItsOwnOrderOrTheClients() throws Exception {
    String suites =
        """
          max_version: TLS12
          cipher_suites:
            - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        """;
    start(suites);
    assertThat(suite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    stop();

    start(suites + "  prefer_server_cipher_suites: false\n");
    assertThat(suite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /-/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
        "hello\r\n"
      })
  void aClientOfPlainHttpIsToldSoAndHarmsNobody(String request) throws Exception {
    start("");
    for (int i = 0; i < 20; i++) {
      try (RawClient plain = RawClient.connect(server, "127.0.0.1")) {
        plain.send(request);
        assertThat(plain.rest())
            .isEqualTo(
                String.join(
                    "\r\n",
                    "HTTP/1.0 400 Bad Request",
                    "Connection: close",
                    "",
                    "Client sent an HTTP request to an HTTPS server.\n"));
      }
    }

    assertThat(isAnswered(Optional.empty())).isTrue();
  }

  @Test
  void showsANewCertificateOnceItIsThere() throws Exception {
    Files.copy(first.certificate(), folder.resolve("live-cert.pem"));
    Files.copy(first.key(), folder.resolve("live-key.pem"));
    startWith("tls_server_config:\n  cert_file: live-cert.pem\n  key_file: live-key.pem\n");
    assertThat(subject(shown())).isEqualTo("CN=first");

    assertThat(access.hasChanged()).isFalse();

    Files.writeString(folder.resolve("live-cert.pem"), Files.readString(second.certificate()));
    assertThat(access.hasChanged()).as("while it is being written").isFalse();
    assertThat(access.hasChanged()).isTrue();
    assertThatThrownBy(access::reload).hasMessageEndingWith("does not belong to the certificate");
    assertThat(access.hasChanged()).as("again, for the same").isFalse();
    assertThat(subject(shown())).as("without its key").isEqualTo("CN=first");

    Files.writeString(folder.resolve("live-key.pem"), Files.readString(second.key()));
    assertThat(access.hasChanged()).isFalse();
    assertThat(access.hasChanged()).isTrue();
    assertThat(access.reload()).isTrue();
    assertThat(access.hasChanged()).isFalse();
    assertThat(subject(shown())).isEqualTo("CN=second");
  }

  @Test
  void aBadFileLeavesWhatIsInForce() throws Exception {
    start("");
    Path file = folder.resolve("web.yml");
    String before = Files.readString(file);

    Files.writeString(file, "tls_server_config: [\n");
    assertThatThrownBy(access::reload)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--web.config.file: " + file + ":");
    assertThat(isAnswered(Optional.empty())).isTrue();

    Files.writeString(file, "# TLS is gone\n");
    assertThatThrownBy(access::reload)
        .hasMessage(
            "--web.config.file: %s: tls_server_config is gone, which a reload cannot take up:"
                + " restart the exporter",
            file);

    Files.writeString(file, before);
    access.reload();
    assertThat(isAnswered(Optional.empty())).isTrue();
  }

  private void start(String tls) throws Exception {
    startWith(
        "tls_server_config:\n  cert_file: first-cert.pem\n  key_file: first-key.pem\n"
            + (tls.isBlank() ? "" : tls.stripTrailing().stripIndent().indent(2)));
  }

  private void startWith(String file) throws Exception {
    Path written = Files.writeString(folder.resolve("web.yml"), file);
    access = Access.of(written, Ticker.system());
    server =
        WebServer.start(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Map.of("/", request -> Response.text(200, "hello\n")),
            access,
            Set.of());
  }

  private String version(String protocol) throws Exception {
    try (SSLSocket socket = connect(Optional.empty())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private String suite() throws Exception {
    try (SSLSocket socket = connect(Optional.empty())) {
      socket.setEnabledCipherSuites(
          new String[] {
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
          });
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  private X509Certificate shown() throws Exception {
    try (SSLSocket socket = connect(Optional.empty())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /** In TLS 1.3 a client learns that its certificate is refused only when it reads. */
  private boolean isAnswered(Optional<TestCertificate> certificate) throws Exception {
    try (SSLSocket socket = connect(certificate)) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), UTF_8).endsWith("hello\n");
      }
    } catch (IOException e) {
      return false;
    }
  }

  private SSLSocket connect(Optional<TestCertificate> certificate)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] own =
        certificate.isEmpty()
            ? new KeyManager[0]
            : new KeyManager[] {new Stubborn(certificate.get())};
    context.init(
        own,
        KeyStores.trusting(
            List.of(
                Pem.read(first.certificate()).certificates().get(0),
                Pem.read(second.certificate()).certificates().get(0))),
        null);
    InetSocketAddress address = server.addresses().get(0);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }

  /** Shows its certificate, whichever authorities the server names; Java's own would rather not. */
  private static final class Stubborn extends X509ExtendedKeyManager {

    private final X509Certificate[] chain;
    private final PrivateKey key;

    Stubborn(TestCertificate own) throws GeneralSecurityException {
      chain = Pem.read(own.certificate()).certificates().toArray(new X509Certificate[0]);
      key = Pem.read(own.key()).privateKey();
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
