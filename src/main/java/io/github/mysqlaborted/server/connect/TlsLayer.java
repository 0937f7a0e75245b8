package io.github.mysqlaborted.server.connect;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.tls.AnyServer;
import io.github.mysqlaborted.tls.KeyStores;
import io.github.mysqlaborted.tls.Pem;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Puts TLS on a socket, as the {@code ssl-} options ask for it. */
public final class TlsLayer {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private TlsLayer() {}

  /**
   * Reads the files that a login would read, also those that this mode has no use for.
   *
   * @throws ConfigException if one of them cannot be used; the message names option, file and
   *     reason
   */
  public static void check(TlsSettings settings) throws ConfigException {
    if (settings.ca().isPresent()) {
      check("ssl-ca", () -> Pem.read(settings.ca().get()).certificates());
    }
    if (settings.certificate().isPresent()) {
      check("ssl-cert", () -> Pem.read(settings.certificate().get()).certificates());
      check("ssl-key", () -> Pem.read(settings.key().orElseThrow()).privateKey());
    }
  }

  /** Reads one of the files. */
  private interface FileReading {
    Object read() throws GeneralSecurityException;
  }

  private static void check(String option, FileReading file) throws ConfigException {
    try {
      file.read();
    } catch (GeneralSecurityException e) {
      throw new ConfigException(option + ": " + e.getMessage());
    }
  }

  /**
   * Shakes hands.
   *
   * @param host the name that {@link io.github.mysqlaborted.config.SslMode#VERIFY_IDENTITY} looks
   *     for in the server's certificate
   * @throws SSLException if the server is not to be trusted, or a file cannot be used
   */
  static SSLSocket over(Socket socket, String host, int port, TlsSettings settings)
      throws IOException {
    SSLContext context;
    try {
      context = context(settings);
    } catch (GeneralSecurityException e) {
      throw new SSLException(e.getMessage(), e);
    }
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    switch (settings.mode()) {
      case VERIFY_IDENTITY -> parameters.setEndpointIdentificationAlgorithm("HTTPS");
      case DISABLED, PREFERRED, REQUIRED, VERIFY_CA -> {}
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    if (settings.mode().verifies()) {
      checkValidity(secured);
    }
    return secured;
  }

  /** The JDK does not look at the dates of a certificate that is itself in {@code ssl-ca}. */
  private static void checkValidity(SSLSocket secured) throws SSLException {
    try {
      ((X509Certificate) secured.getSession().getPeerCertificates()[0]).checkValidity();
    } catch (CertificateException e) {
      throw new SSLException("the server's certificate is expired or not yet valid", e);
    }
  }

  private static SSLContext context(TlsSettings settings) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(clientKey(settings), trusted(settings), null);
    return context;
  }

  private static TrustManager[] trusted(TlsSettings settings) throws GeneralSecurityException {
    return settings.mode().verifies()
        ? KeyStores.trusting(Pem.read(settings.ca().orElseThrow()).certificates())
        : new TrustManager[] {new AnyServer()};
  }

  private static KeyManager[] clientKey(TlsSettings settings) throws GeneralSecurityException {
    return settings.certificate().isEmpty()
        ? new KeyManager[0]
        : KeyStores.showing(
            Pem.read(settings.certificate().get()).certificates(),
            Pem.read(settings.key().orElseThrow()).privateKey());
  }
}
