package io.github.mysqlaborted.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How hands are shaken with clients, ready to be used.
 *
 * @param context with the certificate, and with who is trusted
 * @param curves in the order of preference; empty for those of Java
 */
public record ServerTls(
    SSLContext context,
    ClientAuth clientAuth,
    List<String> protocols,
    List<String> cipherSuites,
    boolean prefersOwnOrder,
    List<String> curves) {

  public ServerTls {
    requireNonNull(context, "context");
    requireNonNull(clientAuth, "clientAuth");
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    curves = List.copyOf(curves);
  }

  /** Sets the engine of a new connection up. */
  public void applyTo(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols.toArray(new String[0]));
    parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
    parameters.setUseCipherSuitesOrder(prefersOwnOrder);
    if (clientAuth.requires()) {
      parameters.setNeedClientAuth(true);
    } else if (clientAuth.asks()) {
      parameters.setWantClientAuth(true);
    }
    Curves.set(parameters, curves);
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
  }

  /** How it is said in the log. */
  static String described(Optional<ServerTls> tls) {
    return tls.map(used -> String.join(",", used.protocols)).orElse("off");
  }
}
