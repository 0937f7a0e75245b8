package io.github.mysqlaborted.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.harness.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as exporter-toolkit takes them and refuses them, each with the line that is shown. */
final class WebConfigFileTest {

  private static final String PAIR =
      "tls_server_config:\n  cert_file: server-cert.pem\n  key_file: server-key.pem\n";
  private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

  @TempDir private static Path folder;

  private static String certificate;
  private static String key;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TestCertificate server = TestCertificate.create(folder, "server", 0, 30);
    TestCertificate.create(folder, "other", 0, 30);
    certificate = Files.readString(server.certificate());
    key = Files.readString(server.key());
  }

  @Test
  void anEmptyFileIsPlainHttpForEverybody() throws Exception {
    WebConfig config = read("");

    assertThat(config.tls()).isEmpty();
    assertThat(config.users()).isEmpty();
    assertThat(config.headers()).isEmpty();
    assertThat(config.rate()).isEmpty();
    assertThat(read("# only a comment\n").users()).isEmpty();
    assertThat(read("tls_server_config:\nbasic_auth_users:\n").tls()).isEmpty();
  }

  @Test
  void readsAllThatToolkitKnows() throws Exception {
    WebConfig config =
        read(
            PAIR
                + """
                  client_auth_type: VerifyClientCertIfGiven
                  client_ca_file: other-cert.pem
                  client_allowed_sans: [one, "two"]
                  min_version: TLS12
                  max_version: TLS12
                  prefer_server_cipher_suites: false
                  cipher_suites:
                    - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
                    - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                basic_auth_users:
                  alice: %s
                http_server_config:
                  http2: false
                  headers:
                    X-Frame-Options: deny
                    X-XSS-Protection: 1
                    Content-Security-Policy: "default-src 'self' *.test.example.net"
                    Strict-Transport-Security: ""
                rate_limit:
                  interval: 1m0.5s
                  burst: 20
                """
                    .formatted(HASH));

    ServerTls tls = config.tls().orElseThrow();
    assertThat(tls.clientAuth()).isEqualTo(ClientAuth.VERIFY_CLIENT_CERT_IF_GIVEN);
    assertThat(tls.protocols()).containsExactly("TLSv1.2");
    assertThat(tls.prefersOwnOrder()).isFalse();
    assertThat(tls.cipherSuites())
        .containsSubsequence(
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        .doesNotContain("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    assertThat(config.users()).isEqualTo(Map.of("alice", HASH));
    assertThat(config.headers())
        .containsOnlyKeys("X-Frame-Options", "X-XSS-Protection", "Content-Security-Policy")
        .containsEntry("X-XSS-Protection", "1");
    assertThat(config.rate())
        .contains(new Rate(Duration.ofMinutes(1).plus(Duration.ofMillis(500)), 20));
    assertThat(config.files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly("web.yml", "server-cert.pem", "server-key.pem", "other-cert.pem");
  }

  @Test
  void takesCertificatesAndKeysInline() throws Exception {
    WebConfig config =
        read(
            "tls_server_config:\n  client_auth_type: RequireAndVerifyClientCert\n"
                + block("cert", certificate)
                + block("key", key)
                + block("client_ca", certificate));

    assertThat(config.tls().orElseThrow().clientAuth())
        .isEqualTo(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
    assertThat(config.files()).hasSize(1);
  }

  private static String block(String name, String pem) {
    return "  " + name + ": |\n" + pem.strip().indent(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NoClientCert",
        "RequestClientCert",
        "RequireClientCert",
        "RequireAnyClientCert",
        "VerifyClientCertIfGiven",
        "RequireAndVerifyClientCert"
      })
  void takesEachKindOfClientAuthentication(String type) throws Exception {
    assertThat(read(PAIR + "  client_auth_type: " + type + "\n").tls()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS12", "TLS13"})
  void takesEachVersionThatJavaHas(String version) throws Exception {
    assertThat(
            read(PAIR + "  min_version: " + version + "\n  max_version: " + version + "\n").tls())
        .isPresent();
  }

  @Test
  void curvesNeedAJavaThatCanSetThem() throws Exception {
    String file = PAIR + "  curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]\n";
    if (Curves.canBeSet()) {
      assertThat(read(file).tls().orElseThrow().curves())
          .containsExactly("secp256r1", "secp384r1", "secp521r1", "x25519");
    } else {
      refused(
          file,
          "4: tls_server_config.curve_preferences: needs Java 20 or later, and this is Java "
              + Runtime.version().feature());
    }
  }

  @Test
  void anIntervalOf0IsNoLimit() throws Exception {
    assertThat(read("rate_limit:\n  interval: 0\n  burst: 0\n").rate()).isEmpty();
    assertThat(read("rate_limit:\n  interval: 0s\n").rate()).isEmpty();
  }

  @Test
  void namesAnUnknownKey() {
    refused(
        "tls_server_config:\n  cert_filse: server.crt\n",
        "2: tls_server_config.cert_filse: is not a key, accepted: cert, cert_file, cipher_suites,"
            + " client_allowed_sans, client_auth_type, client_ca, client_ca_file,"
            + " curve_preferences, key, key_file, max_version, min_version,"
            + " prefer_server_cipher_suites");
    refused(
        "basic_auth_user:\n  a: b\n",
        "1: basic_auth_user: is not a key, accepted: basic_auth_users, http_server_config,"
            + " rate_limit, tls_server_config");
    refused(
        "http_server_config:\n  http3: true\n",
        "2: http_server_config.http3: is not a key, accepted: headers, http2");
    refused("rate_limit:\n  x: 1\n", "2: rate_limit.x: is not a key, accepted: burst, interval");
  }

  @Test
  void namesWhatIsNoYaml() {
    refused(
        "hWkNKCp3fvIx3jKnsaBI\nTuEjdwNS8A2vYdFbiKqr\n",
        "1: found no keys, accepted: the keys of docs/https.md");
    refused("a: [1, 2\nb: 3\n", "2: is not valid YAML: expected ',' or ']', but got :");
    refused("a: 1\na: 2\n", "2: a: is given twice");
    refused(
        "tls_server_config: yes\n",
        "1: tls_server_config: found a single value, accepted: a mapping");
    refused(
        PAIR + "  cipher_suites: TLS_AES_128_GCM_SHA256\n",
        "4: tls_server_config.cipher_suites: found a single value, accepted: a list of strings");
    refused(
        PAIR + "  client_auth_type: [a]\n",
        "4: tls_server_config.client_auth_type: found a list, accepted: a string");
    refused(
        PAIR + "  prefer_server_cipher_suites: perhaps\n",
        "4: tls_server_config.prefer_server_cipher_suites: found 'perhaps', accepted: true, false");
  }

  @Test
  void namesAMissingFile() {
    Path missing = folder.resolve("missing.yml");

    assertThatThrownBy(() -> WebConfigFile.read(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(missing + ": cannot be read: there is no such file");
  }

  @Test
  void namesACertificateOrKeyThatCannotBeUsed() throws Exception {
    refused(
        "tls_server_config:\n  key_file: server-key.pem\n",
        "2: tls_server_config.cert_file: is missing, accepted: cert_file or cert");
    refused(
        "tls_server_config:\n  cert_file: ''\n  key_file: server-key.pem\n",
        "2: tls_server_config.cert_file: is missing, accepted: cert_file or cert");
    refused(
        "tls_server_config:\n  cert_file: server-cert.pem\n  key: ''\n",
        "2: tls_server_config.key_file: is missing, accepted: key_file or key");
    refused(
        "tls_server_config:\n  cert_file: somefile\n  key_file: server-key.pem\n",
        "2: tls_server_config.cert_file: " + folder.resolve("somefile") + " cannot be read");
    refused(
        "tls_server_config:\n  cert_file: server-cert.pem\n  key_file: somefile\n",
        "3: tls_server_config.key_file: " + folder.resolve("somefile") + " cannot be read");
    refused(
        "tls_server_config:\n  cert_file: server-cert.pem\n  key_file: other-key.pem\n",
        "3: tls_server_config.key_file: does not belong to the certificate");
    refused(
        "tls_server_config:\n  cert_file: server-key.pem\n  key_file: server-key.pem\n",
        "2: tls_server_config.cert_file: "
            + folder.resolve("server-key.pem")
            + " contains no BEGIN CERTIFICATE");
    refused(
        "tls_server_config:\n  cert_file: server-cert.pem\n  key: not a key\n",
        "3: tls_server_config.key: the value contains no BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY"
            + " or BEGIN EC PRIVATE KEY");
    refused(
        PAIR + "  cert: x\n",
        "2: tls_server_config.cert_file: is given beside cert, accepted: one of them");
    refused(
        PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: /dev/null\n",
        "5: tls_server_config.client_ca_file: /dev/null contains no BEGIN CERTIFICATE");
  }

  @Test
  void namesClientAuthenticationThatCannotBe() {
    String types =
        "NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven,"
            + " RequireAndVerifyClientCert";
    refused(
        PAIR + "  client_auth_type: x\n",
        "4: tls_server_config.client_auth_type: found 'x', accepted: " + types);
    refused(
        PAIR + "  client_ca_file: other-cert.pem\n",
        "4: tls_server_config.client_ca_file: has no effect without client_auth_type, accepted: "
            + types);
  }

  @Test
  void namesVersionsSuitesAndCurvesThatCannotBe() {
    refused(
        PAIR + "  min_version: TLS111\n",
        "4: tls_server_config.min_version: found 'TLS111', accepted: TLS12, TLS13; Java has"
            + " switched TLS10 and TLS11 off");
    refused(
        PAIR + "  min_version: TLS13\n  max_version: TLS12\n",
        "4: tls_server_config.min_version: is later than max_version");
    assertThatThrownBy(() -> read(PAIR + "  cipher_suites: [TLS_INVENTED]\n"))
        .hasMessageStartingWith(
            folder.resolve("web.yml")
                + ":4: tls_server_config.cipher_suites: found 'TLS_INVENTED', accepted: TLS_")
        .hasMessageContaining("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    refused(
        PAIR + "  max_version: TLS12\n  cipher_suites: [TLS_AES_128_GCM_SHA256]\n",
        "5: tls_server_config.cipher_suites: names none of TLS 1.2, and max_version is TLS12");
    refused(
        PAIR + "  curve_preferences: [CurveP257]\n",
        "4: tls_server_config.curve_preferences: found 'CurveP257', accepted: CurveP256,"
            + " CurveP384, CurveP521, X25519");
  }

  @Test
  void namesUsersHeadersAndRatesThatCannotBe() {
    refused(
        "basic_auth_users:\n  john: doe\n",
        "2: basic_auth_users.john: is no bcrypt hash, accepted: what 'htpasswd -nBC 10 \"\"' prints"
            + " behind the colon, as $2y$10$... with 60 characters");
    refused(
        "http_server_config:\n  http2: true\n",
        "2: http_server_config.http2: found true, accepted: false; this exporter speaks HTTP/1.1"
            + " only");
    refused(
        "http_server_config:\n  headers:\n    Content-Type: foo\n",
        "3: http_server_config.headers.Content-Type: is not a key, accepted:"
            + " Content-Security-Policy, Strict-Transport-Security, X-Content-Type-Options,"
            + " X-Frame-Options, X-XSS-Protection");
    refused(
        "http_server_config:\n  headers:\n    X-Content-Type-Options: sniff\n",
        "3: http_server_config.headers.X-Content-Type-Options: found 'sniff', accepted: nosniff");
    refused(
        "http_server_config:\n  headers:\n    X-Frame-Options: foo\n",
        "3: http_server_config.headers.X-Frame-Options: found 'foo', accepted: deny, sameorigin");
    refused(
        "http_server_config:\n  headers:\n    X-XSS-Protection: \"a\\r\\nSet-Cookie: b\"\n",
        "3: http_server_config.headers.X-XSS-Protection: found 'a??Set-Cookie: b', accepted:"
            + " printable ASCII characters");
    refused(
        "rate_limit:\n  interval: 5\n  burst: 2\n",
        "2: rate_limit.interval: found '5', accepted: a duration as '100ms', '1s' or '1m30s', or 0");
    refused(
        "rate_limit:\n  interval: 1s\n",
        "2: rate_limit.burst: found '0', accepted: 1 or more; with 0, which is the default, each"
            + " request is refused");
  }

  @Test
  void neverShowsASecret() {
    for (String text :
        List.of(
            "basic_auth_users:\n  john: hunter2\n",
            "tls_server_config:\n  cert_file: server-cert.pem\n  key: hunter2\n")) {
      assertThatThrownBy(() -> read(text)).hasMessageNotContaining("hunter2");
    }
  }

  private static WebConfig read(String text) throws Exception {
    return WebConfigFile.read(Files.writeString(folder.resolve("web.yml"), text));
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(folder.resolve("web.yml") + ":" + message);
  }
}
