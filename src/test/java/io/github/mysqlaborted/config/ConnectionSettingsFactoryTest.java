package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionSettingsFactoryTest {
  @TempDir private Path folder;

  private Optional<String> address = Optional.empty();
  private Optional<String> user = Optional.empty();
  private Optional<Path> passwordFile = Optional.empty();
  private Optional<String> environmentPassword = Optional.empty();

  @Test
  void takesAllFromTheClientGroup() throws Exception {
    assertThat(
            create(
                "[client]\nuser=exporter\npassword=secret\nhost=db\nport=3307\nssl-mode=required\n"))
        .isEqualTo(
            new ConnectionSettings(
                new ServerAddress.Tcp("db", 3307),
                "exporter",
                Secret.of("secret"),
                TlsSettings.of(SslMode.REQUIRED)));
  }

  @ParameterizedTest
  @CsvSource({"'', VERIFY_CA", "ssl-mode=verify-identity, VERIFY_IDENTITY"})
  void verifiesTheServerWhereAnAuthorityIsGiven(String line, SslMode mode) throws Exception {
    Path ca = Files.createFile(folder.resolve("ca.pem"));
    Path certificate = Files.createFile(folder.resolve("client.pem"));
    Path key = Files.createFile(folder.resolve("client.key"));

    assertThat(
            create(
                    "[client]\nuser=exporter\nssl_ca=%s\nssl-cert=%s\nssl-key=%s\n%s\n"
                        .formatted(ca, certificate, key, line))
                .tls())
        .isEqualTo(
            new TlsSettings(mode, Optional.of(ca), Optional.of(certificate), Optional.of(key)));
  }

  @Test
  void fillsWhatIsNotGiven() throws Exception {
    assertThat(create("[client]\nuser=exporter\n"))
        .isEqualTo(
            new ConnectionSettings(
                new ServerAddress.Tcp("localhost", 3306),
                "exporter",
                Secret.EMPTY,
                TlsSettings.of(SslMode.PREFERRED)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socket=/run/s                    | /run/s",
        "host=localhost\\nsocket=/run/s   | /run/s",
        "host=127.0.0.1\\nsocket=/run/s   | 127.0.0.1:3306",
        "host=db\\nsocket=/run/s          | db:3306",
      })
  void usesASocketForLocalhostOnly(String lines, String where) throws Exception {
    String text = "[client]\nuser=exporter\n" + lines.replace("\\n", "\n") + "\n";

    assertThat(create(text).address()).hasToString(where);
  }

  @Test
  void letsFlagsAndEnvironmentWinOverTheFile() throws Exception {
    address = Optional.of("other:3308");
    user = Optional.of("watcher");
    environmentPassword = Optional.of("from environment");

    assertThat(create("[client]\nuser=exporter\npassword=secret\nhost=db\nsocket=/s\n"))
        .isEqualTo(
            new ConnectionSettings(
                new ServerAddress.Tcp("other", 3308),
                "watcher",
                Secret.of("from environment"),
                TlsSettings.of(SslMode.PREFERRED)));
  }

  @ParameterizedTest
  @CsvSource({
    "'from file\n', 'from file'",
    "' two\n\n', ' two\n'",
    "none, none",
    "'crlf\r\n', crlf"
  })
  void letsThePasswordFileWinOverTheEnvironment(String content, String password) throws Exception {
    passwordFile = Optional.of(Files.writeString(folder.resolve("password"), content));
    environmentPassword = Optional.of("from environment");

    assertThat(create("[client]\nuser=exporter\n").password()).isEqualTo(Secret.of(password));
  }

  @Test
  void takesWhoMayHaveThePassword() throws Exception {
    String client = "[client]\nuser=exporter\n";
    assertThat(create(client).passwords()).isEqualTo(PasswordSettings.USUAL);
    assertThat(create(client + "get_server_public_key\n").passwords())
        .isEqualTo(new PasswordSettings(true, Optional.empty(), false));
    assertThat(create(client + "get-server-public-key=OFF\n").passwords())
        .isEqualTo(PasswordSettings.USUAL);

    Path file = Files.createFile(folder.resolve("a.pem"));
    assertThat(
            create(client + "ssl-mode=DISABLED\nserver-public-key-path=" + file + "\n").passwords())
        .isEqualTo(new PasswordSettings(false, Optional.of(file), false));
    assertThat(create(client + "ssl-ca=" + file + "\nenable-cleartext-plugin=1\n").passwords())
        .isEqualTo(new PasswordSettings(false, Optional.empty(), true));
  }

  @Test
  void neverShowsThePassword() throws Exception {
    assertThat(create("[client]\nuser=exporter\npassword=geheim\n").toString())
        .contains("exporter")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port=0          | port: found '0', accepted: 1 to 65535",
        "port=33o6       | port: found '33o6', accepted: 1 to 65535",
        "host=db/x       | host: found 'db/x', accepted: a name or address",
        "host            | host has no value",
        "user=           | user has no value",
        "password        | password has no value",
        "ssl-ca=/no.pem  | ssl-ca: /no.pem cannot be read",
        "ssl-mode=VERIFY_CA | VERIFY_CA requires ssl-ca",
        "ssl-key=/dev/null  | ssl-key requires ssl-cert",
        "ssl-mode=TRUST  | ssl-mode: found 'TRUST', accepted: DISABLED, PREFERRED, REQUIRED,"
            + " VERIFY_CA, VERIFY_IDENTITY",
        "get-server-public-key=maybe | get-server-public-key: found 'maybe', accepted: on, off",
        "enable-cleartext-plugin | enable-cleartext-plugin requires"
            + " ssl-mode=VERIFY_CA or VERIFY_IDENTITY",
        "server-public-key-path=/no.pem | server-public-key-path: /no.pem cannot be read",
        "server-public-key-path=/dev/null | server-public-key-path requires"
            + " ssl-mode=DISABLED: over TLS a server does not accept an encrypted"
            + " password",
      })
  void saysWhichLineItCannotHonour(String line, String message) {
    assertThatThrownBy(() -> create("[client]\nuser=exporter\n" + line + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(folder.resolve("my.cnf") + ":3: " + message);
  }

  @Test
  void saysWhichFlagItCannotHonour() {
    address = Optional.of("db:x");
    assertThatThrownBy(() -> create("[client]\nuser=exporter\n"))
        .hasMessage(
            "--mysqld.address: found 'db:x', accepted: HOST, HOST:PORT, [IPV6], [IPV6]:PORT");
    address = Optional.empty();
    Path missing = folder.resolve("missing");
    passwordFile = Optional.of(missing);
    assertThatThrownBy(() -> create("[client]\nuser=exporter\n"))
        .hasMessage("--mysqld.password-file: " + missing + " cannot be read");
  }

  @Test
  void wantsAUser() {
    assertThatThrownBy(() -> create("[client]\nhost=db\n"))
        .hasMessage(
            "no MySQL user: set --mysqld.username, or user= in [client] of the option" + " file");
  }

  private ConnectionSettings create(String myCnf) throws ConfigException, IOException {
    Path file = Files.writeString(folder.resolve("my.cnf"), myCnf);
    return ConnectionSettingsFactory.create(
        MyCnf.read(file), address, user, passwordFile, environmentPassword);
  }
}
