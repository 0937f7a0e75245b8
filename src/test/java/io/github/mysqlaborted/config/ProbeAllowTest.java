package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeAllowTest {

  @ParameterizedTest
  @CsvSource({
    "db1:3306,              db1:3306,               10.0.0.1,        true",
    "db1,                   db1:3306,               10.0.0.1,        true",
    "DB1:3306,              db1:3306,               127.0.0.1,       true",
    "db1:3306,              db1:3307,               10.0.0.1,        false",
    "db1:3306,              db11:3306,              10.0.0.1,        false",
    "db1.example:3306,      db1xexample:3306,       10.0.0.1,        false",
    "db1:*,                 db1:3307,               10.0.0.1,        true",
    "*.example:3306,        a.b.example:3306,       10.0.0.1,        true",
    "*.example:3306,        example:3306,           10.0.0.1,        false",
    "db?:3306,              db7:3306,               10.0.0.1,        true",
    "*.example:3306,        a.example:3306,         127.0.0.1,       false",
    "*.example:3306,        a.example:3306,         169.254.169.254, false",
    "*:3306,                a.example:3306,         ::1,             false",
    "10.0.0.0/8,            db1:3307,               10.9.8.7,        true",
    "10.0.0.0/8,            db1:3307,               11.9.8.7,        false",
    "10.0.0.128/25,         db1:3306,               10.0.0.127,      false",
    "10.0.0.128/25,         db1:3306,               10.0.0.200,      true",
    "0.0.0.0/0,             db1:3306,               127.0.0.1,       true",
    "0.0.0.0/0,             db1:3306,               ::1,             false",
    "fd00::/8,              '[fd12::1]:3306',       fd12::1,         true",
    "fd00::/8,              '[fe80::1]:3306',       fe80::1,         false",
    "'[fd12::1]:3306',      '[fd12::1]:3306',       fd12::1,         true",
  })
  void checksNameAndAddress(String rule, String target, String address, boolean allowed)
      throws Exception {
    ProbeAllow allow = ProbeAllow.parse(List.of(rule));
    ServerAddress.Tcp tcp = ServerAddress.parse(target).orElseThrow();

    assertThat(allow.allows(tcp, InetAddress.getByName(address))).isEqualTo(allowed);
  }

  @Test
  void allowsNothingWithoutARule() throws Exception {
    ProbeAllow allow = ProbeAllow.parse(List.of());
    ServerAddress.Tcp target = ServerAddress.parse("db1:3306").orElseThrow();

    assertThat(allow.mayAllow(target)).isFalse();
    assertThat(allow.allows(target, InetAddress.getByName("10.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db1:",
        "db1:0",
        "db1:65536",
        "10.0.0.0/33",
        "10.0.0/8",
        "db1/8",
        "fd00::/129",
        "a b",
        "jdbc:mysql://db1:3306/"
      })
  void refusesWhatIsNoRule(String text) {
    assertThatThrownBy(() -> ProbeAllow.parse(List.of(text)))
        .hasMessageStartingWith("--probe.allow: found '" + text + "', accepted: ");
  }
}
