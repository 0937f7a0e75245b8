package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerLoginTest {

  @ParameterizedTest
  @CsvSource({"DISABLED, 1", "PREFERRED, 1", "REQUIRED, 1", "VERIFY_CA, 0", "VERIFY_IDENTITY, 0"})
  void warnsWhereAnAuthorityIsGivenAndNotUsed(SslMode mode, int warnings) {
    assertThat(hint(mode, Optional.of(Path.of("ca.pem"))).stream()).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"DISABLED", "PREFERRED", "REQUIRED"})
  void saysNothingWhereNoneIsGiven(SslMode mode) {
    assertThat(hint(mode, Optional.empty())).isEmpty();
  }

  private static Optional<String> hint(SslMode mode, Optional<Path> ca) {
    return ServerLogin.hint(
        new ConnectionSettings(
            new ServerAddress.Tcp("db", 3306),
            "exporter",
            Secret.EMPTY,
            new TlsSettings(mode, ca, Optional.empty(), Optional.empty())));
  }
}
