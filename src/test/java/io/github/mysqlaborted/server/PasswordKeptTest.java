package io.github.mysqlaborted.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mysql.cj.protocol.AuthenticationPlugin;
import com.mysql.cj.protocol.a.authentication.MysqlNativePasswordPlugin;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.PasswordSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.FakeServer;
import io.github.mysqlaborted.harness.FakeSession;
import io.github.mysqlaborted.harness.TestCertificate;
import io.github.mysqlaborted.server.connect.ConnectAttempt;
import io.github.mysqlaborted.server.connect.LoginPlugins;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the password: a server that asks by each plugin there is, and what it then has. */
final class PasswordKeptTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String VERSION = "8.0.36";
  private static final String PASSWORD = "correct-horse";
  private static final byte[] FULL_LOGIN = {1, 4};

  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder, "server", -1, 10);
  }

  @Test
  void hasAnOpinionOnEachPluginOfTheDriver() throws Exception {
    List<String> known = new ArrayList<>(LoginPlugins.ALWAYS);
    known.addAll(LoginPlugins.NEVER);
    known.addAll(List.of(LoginPlugins.CLEAR, LoginPlugins.SHA256));

    assertThat(pluginsOfTheDriver()).containsExactlyInAnyOrderElementsOf(known);
  }

  private static List<String> pluginsOfTheDriver() throws Exception {
    Class<?> one = MysqlNativePasswordPlugin.class;
    String folderOfPlugins = one.getPackageName().replace('.', '/') + "/";
    List<String> names = new ArrayList<>();
    Path jar = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (var entries = classes.entries(); entries.hasMoreElements(); ) {
        String entry = entries.nextElement().getName();
        if (entry.startsWith(folderOfPlugins) && entry.matches("[^$]+\\.class")) {
          Class<?> type = Class.forName(entry.substring(0, entry.length() - 6).replace('/', '.'));
          names.add(
              ((AuthenticationPlugin<?>) type.getConstructor().newInstance())
                  .getProtocolPluginName());
        }
      }
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql_clear_password",
        "sha256_password",
        "mysql_old_password",
        "authentication_kerberos_client",
        "authentication_ldap_sasl_client",
        "authentication_oci_client",
        "authentication_openid_connect_client",
        "authentication_webauthn_client",
        "authentication_fido_client",
        "authentication_windows_client",
        "auth_gssapi_client",
        "client_ed25519",
        "dialog",
        "unheard_of",
        ""
      })
  void givesNothingToAServerThatAsksBy(String plugin) throws Exception {
    FakeServer.Script script =
        session -> {
          session.greet(VERSION, "mysql_native_password");
          session.switchTo(plugin);
          session.drain();
        };
    for (Predicate<Socket> where :
        List.<Predicate<Socket>>of(ConnectAttempt::isOnThisMachine, PasswordKeptTest::isNear)) {
      for (SslMode mode : List.of(SslMode.PREFERRED, SslMode.REQUIRED)) {
        try (FakeServer server = FakeServer.start(certificate, script)) {
          MysqlUnavailableException failure =
              failure(server, TlsSettings.of(mode), PasswordSettings.USUAL, where);

          assertThat(failure.failure()).isEqualTo(ConnectFailure.AUTH);
          assertThat(failure)
              .hasMessageStartingWith("Unable to load authentication plugin '" + plugin + "'.");
          // The wish for TLS, and the answer to the greeting's challenge; then nothing.
          assertThat(server.received()).hasSize(2).noneMatch(PasswordKeptTest::hasPassword);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql_clear_password",
        "sha256_password",
        "mysql_old_password",
        "authentication_kerberos_client",
        "unheard_of"
      })
  void answersAGreetingOfAnotherPluginByAChallenge(String plugin) throws Exception {
    FakeServer.Script script =
        session -> {
          session.greet(VERSION, plugin);
          session.drain();
        };
    try (FakeServer server = FakeServer.start(certificate, script);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client =
            client(
                server,
                TlsSettings.of(SslMode.PREFERRED),
                PasswordSettings.USUAL,
                ConnectAttempt::isOnThisMachine,
                threads)) {
      MysqlUnavailableException failure =
          catchThrowableOfType(
              MysqlUnavailableException.class,
              () -> client.call(Duration.ofSeconds(2), MysqlSession::version));

      assertThat(failure.failure()).isEqualTo(ConnectFailure.TIMEOUT);

      assertThat(server.received()).hasSize(2).noneMatch(PasswordKeptTest::hasPassword);
      assertThat(new String(server.received().get(1), UTF_8)).contains("caching_sha2_password");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PREFERRED,true",
    "PREFERRED,false",
    "REQUIRED,true",
    "DISABLED,true",
    "DISABLED,false"
  })
  void keepsThePasswordFromAStrangerOnTheNetwork(SslMode mode, boolean asksAtOnce)
      throws Exception {
    try (FakeServer server = FakeServer.start(certificate, wantsAll(asksAtOnce))) {
      MysqlUnavailableException failure =
          failure(server, TlsSettings.of(mode), PasswordSettings.USUAL, PasswordKeptTest::isNear);

      assertThat(failure.failure()).isEqualTo(ConnectFailure.AUTH);
      assertThat(failure).hasMessageContaining("sends only to a server that proves its identity");
      assertThat(server.received()).noneMatch(PasswordKeptTest::hasPassword);
    }
  }

  @Test
  void givesThePasswordToAServerThatProvesWhoItIs() throws Exception {
    try (FakeServer server = FakeServer.start(certificate, wantsAll(true))) {
      assertThat(login(server, verifying(), PasswordSettings.USUAL, PasswordKeptTest::isNear))
          .isEqualTo(VERSION);
      assertThat(server.received()).filteredOn(PasswordKeptTest::hasPassword).hasSize(1);
    }
  }

  @Test
  void givesThePasswordToAServerOnThisMachine() throws Exception {
    try (FakeServer server = FakeServer.start(certificate, wantsAll(true))) {
      TlsSettings tls = TlsSettings.of(SslMode.PREFERRED);
      assertThat(login(server, tls, PasswordSettings.USUAL, ConnectAttempt::isOnThisMachine))
          .isEqualTo(VERSION);
      assertThat(server.received()).filteredOn(PasswordKeptTest::hasPassword).hasSize(1);
    }
  }

  @Test
  void givesThePasswordToAnyServerIfTold() throws Exception {
    PasswordSettings toAny = new PasswordSettings(true, Optional.empty(), false);
    try (FakeServer server = FakeServer.start(certificate, wantsAll(true))) {
      TlsSettings tls = TlsSettings.of(SslMode.PREFERRED);
      assertThat(login(server, tls, toAny, PasswordKeptTest::isNear)).isEqualTo(VERSION);
      assertThat(server.received()).filteredOn(PasswordKeptTest::hasPassword).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql_clear_password", "sha256_password"})
  void sendsItAsItIsOnlyToWhomItIsToldTo(String plugin) throws Exception {
    PasswordSettings cleartext = new PasswordSettings(false, Optional.empty(), true);
    FakeServer.Script script =
        session -> {
          session.greet(VERSION, "mysql_native_password");
          session.switchTo(plugin);
          serve(session);
        };
    try (FakeServer server = FakeServer.start(certificate, script)) {
      assertThat(login(server, verifying(), cleartext, PasswordKeptTest::isNear))
          .isEqualTo(VERSION);
      assertThat(server.received()).filteredOn(PasswordKeptTest::hasPassword).hasSize(1);
    }
  }

  @Test
  void refusesAServerWithAnotherCertificateBeforeThePassword() throws Exception {
    TestCertificate other = TestCertificate.create(folder, "other", -1, 10);
    PasswordSettings cleartext = new PasswordSettings(false, Optional.empty(), true);
    try (FakeServer server = FakeServer.start(other, wantsAll(true))) {
      assertThat(failure(server, verifying(), cleartext, ConnectAttempt::isOnThisMachine).failure())
          .isEqualTo(ConnectFailure.TLS);
      assertThat(server.received()).hasSize(1).noneMatch(PasswordKeptTest::hasPassword);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"caching_sha2_password", "sha256_password"})
  void encryptsItForTheOneKeyThatIsGiven(String plugin) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair mine = generator.generateKeyPair();
    Path key = Files.writeString(folder.resolve(plugin + ".pem"), pem(mine));
    PasswordSettings passwords = new PasswordSettings(false, Optional.of(key), false);
    FakeServer.Script script =
        session -> {
          session.greet(VERSION, "mysql_native_password");
          session.switchTo(plugin);
          if (plugin.startsWith("caching")) {
            session.send(FULL_LOGIN);
            session.read();
          }
          serve(session);
        };
    try (FakeServer server = FakeServer.start(script)) {
      TlsSettings tls = TlsSettings.of(SslMode.DISABLED);
      assertThat(login(server, tls, passwords, PasswordKeptTest::isNear)).isEqualTo(VERSION);
      assertThat(server.received()).noneMatch(PasswordKeptTest::hasPassword);
      assertThat(server.received())
          .filteredOn(packet -> packet.length == 256)
          .singleElement()
          .satisfies(packet -> assertThat(decrypted(packet, mine)).isEqualTo(PASSWORD + "\0"));
    }
  }

  private static String decrypted(byte[] packet, KeyPair pair) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    byte[] text = cipher.doFinal(packet);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= (byte) FakeSession.SEED.charAt(i % FakeSession.SEED.length());
    }
    return new String(text, UTF_8);
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void followsNoServerToAnother() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0)) {
      String target = "mysql://127.0.0.1:" + elsewhere.getLocalPort() + "/?user=exporter&ttl=0";
      FakeServer.Script script =
          session -> {
            session.greet(VERSION, "mysql_native_password");
            // As Azure's servers do it, and as MariaDB's: a variable of the session.
            byte[] info = ("Location: " + target).getBytes(UTF_8);
            byte[] change = FakeSession.joined(text("redirect_url"), text(target));
            byte[] track = FakeSession.joined(new byte[] {0}, text(new String(change, UTF_8)));
            session.send(
                FakeSession.joined(
                    new byte[] {0, 0, 0, 2, 0x40, 0, 0},
                    FakeSession.joined(
                        text(new String(info, UTF_8)), text(new String(track, UTF_8)))));
            while (true) {
              session.statement(VERSION, "MySQL");
              session.rows(List.of("n", "v"), List.of());
            }
          };
      try (FakeServer server = FakeServer.start(script)) {
        TlsSettings tls = TlsSettings.of(SslMode.DISABLED);
        assertThat(login(server, tls, PasswordSettings.USUAL, ConnectAttempt::isOnThisMachine))
            .isEqualTo(VERSION);
        elsewhere.setSoTimeout(100);
        assertThat(catchThrowableOfType(IOException.class, elsewhere::accept))
            .isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return FakeSession.joined(new byte[] {(byte) bytes.length}, bytes);
  }

  /** Wants the password by {@code caching_sha2_password}, as if it had not seen the account yet. */
  private static FakeServer.Script wantsAll(boolean atOnce) {
    return session -> {
      session.greet(VERSION, atOnce ? "caching_sha2_password" : "mysql_native_password");
      if (!atOnce) {
        session.switchTo("caching_sha2_password");
      }
      session.send(FULL_LOGIN);
      session.read();
      serve(session);
    };
  }

  private static void serve(FakeSession session) throws IOException {
    session.ok();
    while (true) {
      session.statement(VERSION, "MySQL");
      session.rows(List.of("n", "v"), List.of());
    }
  }

  /** As if the server were elsewhere on the network. */
  private static boolean isNear(Socket socket) {
    return false;
  }

  private static boolean hasPassword(byte[] packet) {
    return new String(packet, UTF_8).contains(PASSWORD);
  }

  private static TlsSettings verifying() {
    return new TlsSettings(
        SslMode.VERIFY_CA,
        Optional.of(certificate.certificate()),
        Optional.empty(),
        Optional.empty());
  }

  private static String login(
      FakeServer server, TlsSettings tls, PasswordSettings passwords, Predicate<Socket> where)
      throws MysqlUnavailableException {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, tls, passwords, where, threads)) {
      return client.call(TIMEOUT, session -> session.version().version());
    }
  }

  private static MysqlUnavailableException failure(
      FakeServer server, TlsSettings tls, PasswordSettings passwords, Predicate<Socket> where) {
    return catchThrowableOfType(
        MysqlUnavailableException.class, () -> login(server, tls, passwords, where));
  }

  private static MysqlClient client(
      FakeServer server,
      TlsSettings tls,
      PasswordSettings passwords,
      Predicate<Socket> where,
      MysqlThreads threads) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp("127.0.0.1", server.port()),
            "exporter",
            Secret.of(PASSWORD),
            tls,
            passwords),
        threads,
        Ticker.system(),
        address -> true,
        where);
  }
}
