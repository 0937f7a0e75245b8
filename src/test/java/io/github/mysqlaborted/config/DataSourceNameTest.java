package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataSourceNameTest {

  @ParameterizedTest
  @CsvSource({
    "exporter:secret@(db:3306)/, exporter, db:3306",
    "exporter:se@cr:et/x@tcp(10.0.0.7:3307)/mysql?tls=true, exporter, 10.0.0.7:3307",
    "exporter@(db)/, exporter, db",
    "exporter:secret@db:3306/, exporter, db:3306",
    "secret, USER, HOST:PORT"
  })
  void saysHowToSayItHereWithoutThePassword(String value, String user, String address) {
    assertThat(DataSourceName.hint(Map.of("DATA_SOURCE_NAME", value)))
        .contains(
            "DATA_SOURCE_NAME is not read; set --mysqld.username="
                + user
                + ", --mysqld.address="
                + address
                + " and, for the password, MYSQLD_EXPORTER_PASSWORD or --mysqld.password-file");
  }

  @Test
  void saysNothingWhereItIsNotSet() {
    assertThat(DataSourceName.hint(Map.of())).isEmpty();
    assertThat(DataSourceName.hint(Map.of("DATA_SOURCE_NAME", ""))).isEmpty();
  }
}
