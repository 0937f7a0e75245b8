package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlaborted.tls.AnyServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The command {@code health}: whether an exporter answers. An image has no other program that could
 * ask it, and no shell has to be started for it. It loads few classes, since it runs often.
 */
final class Health {

  private static final int FAILED = 1;
  private static final int LONGEST_LINE = 64;
  private static final String REQUEST =
      "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  /** Of a port of HTTPS, which says in plain HTTP that it wants TLS. */
  private static final String BAD_REQUEST = " 400 ";

  /** The type of a TLS record that tells of an error: the answer to plain text. */
  private static final int TLS_ALERT = 21;

  private Health() {}

  /**
   * Asks.
   *
   * @param limit for the connection, and for the answer
   * @return the exit status
   */
  static int run(InetSocketAddress address, Duration limit, PrintStream err) {
    try {
      String line = ask(address, limit, false);
      if (line.isEmpty() || line.charAt(0) == TLS_ALERT || line.contains(BAD_REQUEST)) {
        line = ask(address, limit, true);
      }
      return isHealthy(line) ? 0 : unhealthy(address, "found '" + printable(line) + "'", err);
    } catch (SSLException e) {
      // It speaks TLS, and asks for a certificate, which an exporter has for Prometheus alone.
      return e.getMessage().contains("certificate") ? 0 : unhealthy(address, e.getMessage(), err);
    } catch (SocketTimeoutException e) {
      return unhealthy(address, "no answer within " + limit.toSeconds() + " s", err);
    } catch (IOException e) {
      return unhealthy(address, e.getMessage(), err);
    }
  }

  /** The first line of the answer. */
  private static String ask(InetSocketAddress address, Duration limit, boolean tls)
      throws IOException {
    int millis = Math.toIntExact(limit.toMillis());
    try (Socket socket = tls ? Tls.socket() : new Socket()) {
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      if (socket instanceof SSLSocket secured) {
        secured.startHandshake();
      }
      return firstLine(socket, tls);
    }
  }

  private static String firstLine(Socket socket, boolean tls) throws IOException {
    try {
      socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(LONGEST_LINE), US_ASCII)
          .lines()
          .findFirst()
          .orElse("");
    } catch (SocketException e) {
      // In TLS 1.3 the client is through before it is refused, and may find the connection closed.
      throw tls ? new SSLException("closed for want of a certificate", e) : e;
    }
  }

  /** Whoever asks for a password is there too. */
  private static boolean isHealthy(String line) {
    return line.matches("HTTP/1\\.[01] (200|401)( .*)?");
  }

  private static String printable(String line) {
    return line.replaceAll("[^ -~]", "?");
  }

  private static int unhealthy(InetSocketAddress address, String why, PrintStream err) {
    err.println("mysql-aborted-exporter: " + address + " is not healthy: " + why);
    return FAILED;
  }

  /** Apart, so that its classes are loaded only where they are needed. */
  private static final class Tls {

    private Tls() {}

    /** To anybody: the question and the answer are no secret, and names are not for loopback. */
    static Socket socket() throws IOException {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        return context.getSocketFactory().createSocket();
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
  }
}
