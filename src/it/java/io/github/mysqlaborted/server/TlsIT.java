package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.SampleData.Login;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.TestCertificate;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with MySQL 8.0, its own certificates and others. */
final class TlsIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Login WITH_CERTIFICATE = new Login("certified", "certified-password");

  @TempDir private static Path folder;
  private static LocalServer server;
  private static Path data;

  @BeforeAll
  static void start() {
    server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
    data = Path.of(server.queryValue("SELECT @@datadir"));
    server.execute("CREATE USER 'certified' IDENTIFIED BY 'certified-password' REQUIRE X509");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFERRED", "REQUIRED"})
  void takesAnyCertificateWhereNoneIsVerified(SslMode mode) throws Exception {
    useOwnCertificate();

    assertThat(protocol(SampleData.LIMITED, TlsSettings.of(mode))).startsWith("TLSv1.");
  }

  @Test
  void usesNoTlsWhereItIsDisabled() throws Exception {
    server.execute("CREATE USER 'plain' IDENTIFIED WITH mysql_native_password BY 'p'");

    assertThat(protocol(new Login("plain", "p"), TlsSettings.of(SslMode.DISABLED))).isEmpty();
  }

  @Test
  void verifiesTheAuthorityThatMysqlMadeForItself() throws Exception {
    useOwnCertificate();

    assertThat(protocol(SampleData.LIMITED, verifying(SslMode.VERIFY_CA, data.resolve("ca.pem"))))
        .isEqualTo("TLSv1.3");
    assertThat(
            failure(SampleData.LIMITED, verifying(SslMode.VERIFY_IDENTITY, data.resolve("ca.pem"))))
        .isEqualTo(ConnectFailure.TLS);
  }

  @Test
  void verifiesTheNameInTheCertificate() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "valid", 0, 10);
    use(certificate.certificate(), certificate.key());

    assertThat(
            protocol(
                SampleData.LIMITED, verifying(SslMode.VERIFY_IDENTITY, certificate.certificate())))
        .isEqualTo("TLSv1.3");
    assertThat(failure(SampleData.LIMITED, verifying(SslMode.VERIFY_CA, data.resolve("ca.pem"))))
        .isEqualTo(ConnectFailure.TLS);
  }

  @Test
  void refusesAnExpiredCertificate() throws Exception {
    TestCertificate expired = TestCertificate.create(folder, "expired", -10, 5);
    use(expired.certificate(), expired.key());

    assertThat(failure(SampleData.LIMITED, verifying(SslMode.VERIFY_CA, expired.certificate())))
        .isEqualTo(ConnectFailure.TLS);
    assertThat(protocol(SampleData.LIMITED, TlsSettings.of(SslMode.REQUIRED))).isEqualTo("TLSv1.3");
  }

  @Test
  void showsItsOwnCertificate() throws Exception {
    useOwnCertificate();
    TlsSettings certified =
        new TlsSettings(
            SslMode.VERIFY_CA,
            Optional.of(data.resolve("ca.pem")),
            Optional.of(data.resolve("client-cert.pem")),
            Optional.of(data.resolve("client-key.pem")));

    assertThat(protocol(WITH_CERTIFICATE, certified)).isEqualTo("TLSv1.3");
    assertThat(failure(WITH_CERTIFICATE, verifying(SslMode.VERIFY_CA, data.resolve("ca.pem"))))
        .isEqualTo(ConnectFailure.AUTH);
  }

  @Test
  void saysSoWhereTheServerHasNoTls() throws Exception {
    try (LocalServer without = LocalServer.start(ServerKind.MYSQL_5_6, Verbosity.FULL)) {
      assertThat(failure(without, SampleData.LIMITED, TlsSettings.of(SslMode.REQUIRED)))
          .isEqualTo(ConnectFailure.TLS);
      assertThat(protocol(without, SampleData.LIMITED, TlsSettings.of(SslMode.PREFERRED)))
          .isEmpty();
    }
  }

  private static void useOwnCertificate() {
    use(data.resolve("server-cert.pem"), data.resolve("server-key.pem"));
  }

  private static void use(Path certificate, Path key) {
    server.execute("SET GLOBAL ssl_cert = '%s', GLOBAL ssl_key = '%s'".formatted(certificate, key));
    server.execute("ALTER INSTANCE RELOAD TLS");
  }

  private static TlsSettings verifying(SslMode mode, Path ca) {
    return new TlsSettings(mode, Optional.of(ca), Optional.empty(), Optional.empty());
  }

  private static ConnectFailure failure(Login login, TlsSettings tls) {
    return failure(server, login, tls);
  }

  private static ConnectFailure failure(LocalServer of, Login login, TlsSettings tls) {
    return catchThrowableOfType(MysqlUnavailableException.class, () -> protocol(of, login, tls))
        .failure();
  }

  /** What the server says of the session; empty without TLS. */
  private static String protocol(Login login, TlsSettings tls) throws MysqlUnavailableException {
    return protocol(server, login, tls);
  }

  private static String protocol(LocalServer of, Login login, TlsSettings tls)
      throws MysqlUnavailableException {
    ConnectionSettings settings =
        new ConnectionSettings(
            new ServerAddress.Tcp(of.host(), of.port()),
            login.user(),
            Secret.of(login.password()),
            tls);
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = new MysqlClient(settings, threads, Ticker.system())) {
      return client.call(TIMEOUT, TlsIT::protocol);
    }
  }

  private static String protocol(MysqlSession session) throws MysqlUnavailableException {
    try {
      return session.query(
          "SHOW SESSION STATUS LIKE 'Ssl_version'",
          rows -> {
            rows.next();
            return rows.getString(2);
          });
    } catch (MysqlStatementException e) {
      throw new AssertionError(e);
    }
  }
}
