package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "db, db, 3306",
    "db.example.org:3307, db.example.org, 3307",
    "shop_db-1, shop_db-1, 3306",
    "192.0.2.1:1, 192.0.2.1, 1",
    "[2001:db8::1]:65535, 2001:db8::1, 65535",
    "[::1], ::1, 3306",
  })
  void readsHostAndPort(String text, String host, int port) {
    assertThat(ServerAddress.parse(text)).contains(new ServerAddress.Tcp(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":3306",
        "db:",
        "db:0",
        "db:65536",
        "db:3306?allowLoadLocalInfile=true",
        "db/mysql",
        "db(host=x)",
        "user@db",
        "db,other",
        "address=(host=db)",
        "d b",
        "db\n",
        "::1",
        "[db]:3306",
        "[::1",
        "/run/mysqld.sock",
        "-db",
        "db:+1",
        "#db",
        "%64b",
      })
  void takesNothingElse(String text) {
    assertThat(ServerAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"db:3306", "[::1]:3306", "192.0.2.1:3307"})
  void writesWhatItReads(String text) {
    assertThat(ServerAddress.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 300, 100_000})
  void takesNoEndlessName(int length) {
    assertThat(ServerAddress.parse("a".repeat(length))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DB1.Example.NET, db1.example.net:3306",
    "db1.example.net.:3307, db1.example.net:3307",
    "192.0.2.1, 192.0.2.1:3306",
    "[2001:DB8:0:0::1], [2001:db8:0:0:0:0:0:1]:3306",
    "[::ffff:192.0.2.1], 192.0.2.1:3306"
  })
  void hasOneSpelling(String text, String canonical) {
    assertThat(ServerAddress.parse(text).flatMap(ServerAddress.Tcp::canonical))
        .hasToString("Optional[" + canonical + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1",
        "2130706433",
        "010.0.0.1",
        "192.0.2.256",
        "1.2.3.4.5",
        "0x7f.1",
        "127.0X1",
        "db.7",
        "[1:2:3]"
      })
  void hasNoSpellingForANumberThatIsNoAddress(String text) {
    assertThat(ServerAddress.parse(text).flatMap(ServerAddress.Tcp::canonical)).isEmpty();
  }
}
