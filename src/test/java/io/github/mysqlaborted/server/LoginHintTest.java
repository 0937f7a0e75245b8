package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginHintTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.1.1", "::1"})
  void anAccountOfLocalhostIsForTheSocket(String host) {
    assertThat(LoginHint.added(denied(host)))
        .startsWith(denied(host) + ": the server knows this client by its address")
        .contains("'o'x'@'localhost' is then for the Unix socket only")
        .endsWith("create the account 'o'x'@'" + host + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7", "fe80::1", "2001:db8::17"})
  void anAccountOfAHostNameDoesNotMatchAnAddress(String host) {
    assertThat(LoginHint.added(denied(host)))
        .endsWith(
            ": an account of a host name does not match then. Create the account 'o'x'@'"
                + host
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "db1.example.net", "fade", ""})
  void aNameSaysNothingOfIt(String host) {
    assertThat(LoginHint.added(denied(host))).isEqualTo(denied(host));
  }

  @Test
  void otherFailuresAreAsBefore() {
    assertThat(LoginHint.added("Public Key Retrieval is not allowed")).contains("set ssl-ca");
    assertThat(LoginHint.added("Too many connections")).isEqualTo("Too many connections");
  }

  private static String denied(String host) {
    return "Access denied for user 'o'x'@'" + host + "' (using password: YES)";
  }
}
