package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ConnectFailureTest {

  @ParameterizedTest
  @CsvSource({
    "1045, 28000, AUTH",
    "1044, 42000, AUTH",
    "1130, HY000, AUTH",
    "1698, 28000, AUTH",
    "3118, HY000, AUTH",
    "4151, HY000, AUTH",
    "9999, 28000, AUTH",
    "1040, 08004, TOO_MANY_CONNECTIONS",
    "1203, 42000, TOO_MANY_CONNECTIONS",
    "1226, 42000, TOO_MANY_CONNECTIONS",
    "1129, HY000, HOST_BLOCKED",
    "3159, HY000, TLS",
    "1053, 08S01, OTHER",
    "0, 08001, OTHER",
  })
  void tellsByTheServersErrorCode(int code, String state, ConnectFailure expected) {
    assertThat(ConnectFailure.of(new SQLException("no", state, code))).isEqualTo(expected);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new UnknownHostException("db"), ConnectFailure.DNS),
        Arguments.of(new ConnectException("Connection refused"), ConnectFailure.REFUSED),
        Arguments.of(new ConnectException("Connection timed out"), ConnectFailure.TIMEOUT),
        Arguments.of(new SocketTimeoutException("Read timed out"), ConnectFailure.TIMEOUT),
        Arguments.of(new SSLHandshakeException("bad"), ConnectFailure.TLS),
        Arguments.of(new CertificateExpiredException("old"), ConnectFailure.TLS),
        Arguments.of(new EOFException("gone"), ConnectFailure.OTHER));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void tellsByTheCauseUnderTheDriversWrapping(Exception cause, ConnectFailure expected) {
    IOException middle = new IOException("link failure", cause);

    assertThat(ConnectFailure.of(new SQLException("no", "08S01", middle))).isEqualTo(expected);
  }
}
