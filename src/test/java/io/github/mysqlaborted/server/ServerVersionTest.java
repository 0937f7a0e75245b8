package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerVersionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.5.34-log                | MySQL Community Server (GPL)              | 5,5,34   | MYSQL",
        "8.0.33                    | MySQL Community Server - GPL              | 8,0,33   | MYSQL",
        "8.0.27-18                 | Percona Server (GPL), Release 18          | 8,0,27   | PERCONA",
        "11.4.5-MariaDB            | MariaDB Server                            | 11,4,5   | MARIADB",
        "5.5.5-10.1.25-MariaDB     | mariadb.org binary distribution           | 10,1,25  | MARIADB",
        "10.11.19-MariaDB-0+deb12u1| Debian 12                                 | 10,11,19 | MARIADB",
        "unknown                   | a proxy                                   | 0,0,0    | MYSQL",
      })
  void readsNumberAndFlavor(String version, String comment, String number, Flavor flavor) {
    ServerVersion read = ServerVersion.of(version, comment);

    assertThat(read.major() + "," + read.minor() + "," + read.patch()).isEqualTo(number);
    assertThat(read.flavor()).isEqualTo(flavor);
    assertThat(read.version()).isEqualTo(version);
    assertThat(read.comment()).isEqualTo(comment);
  }

  @Test
  void comparesEachPartAsANumber() {
    ServerVersion version = ServerVersion.of("10.11.2-MariaDB", "");

    assertThat(version.isAtLeast(10, 11, 2)).isTrue();
    assertThat(version.isAtLeast(10, 2, 44)).isTrue();
    assertThat(version.isAtLeast(9, 99, 99)).isTrue();
    assertThat(version.isAtLeast(10, 11, 3)).isFalse();
    assertThat(version.isAtLeast(10, 12, 0)).isFalse();
    assertThat(version.isAtLeast(11, 0, 0)).isFalse();
  }

  @Test
  void showsWhatAServerCallsItselfShortAndPrintable() {
    ServerVersion version =
        ServerVersion.of(
            "8.0.36\u001b[2J" + "x".repeat(100_000), "Percona \u202e\u3164" + "y".repeat(100_000));

    assertThat(version.version()).startsWith("8.0.36\\x1b[2Jxxx").endsWith("x…").hasSize(64);
    assertThat(version.comment())
        .startsWith("Percona \\u202e\\u3164yyy")
        .endsWith("y…")
        .hasSize(128);
    assertThat(version.flavor()).isEqualTo(Flavor.PERCONA);
    assertThat(version.isAtLeast(8, 0, 36)).isTrue();
  }
}
