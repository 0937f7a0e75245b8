package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerLoginTest {

  @ParameterizedTest
  @CsvSource({"DISABLED, 1", "PREFERRED, 1", "REQUIRED, 1", "VERIFY_CA, 0", "VERIFY_IDENTITY, 0"})
  void warnsWhereAnAuthorityIsGivenAndNotUsed(SslMode mode, int warnings) {
    assertThat(warnings(mode, Optional.of(Path.of("ca.pem")))).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"DISABLED", "PREFERRED", "REQUIRED"})
  void saysNothingWhereNoneIsGiven(SslMode mode) {
    assertThat(warnings(mode, Optional.empty())).isEmpty();
  }

  private static List<LogRecord> warnings(SslMode mode, Optional<Path> ca) {
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            records.add(logged);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(ServerLogin.class.getName());
    logger.addHandler(handler);
    try {
      ServerLogin.warn(
          new ConnectionSettings(
              new ServerAddress.Tcp("db", 3306),
              "exporter",
              Secret.EMPTY,
              new TlsSettings(mode, ca, Optional.empty(), Optional.empty())));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(records).allMatch(logged -> logged.getLevel().equals(Level.WARNING));
    return records;
  }
}
