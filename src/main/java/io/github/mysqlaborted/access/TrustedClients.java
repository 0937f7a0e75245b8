package io.github.mysqlaborted.access;

import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates of clients are good enough. */
final class TrustedClients extends X509ExtendedTrustManager {

  /** The kinds of names of RFC 5280, section 4.2.1.6, that exporter-toolkit compares. */
  private static final Set<Integer> COMPARED = Set.of(1, 2, 6, 7);

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  private final Optional<X509ExtendedTrustManager> authorities;
  private final Set<String> names;

  /**
   * @param authorities who has to have signed it; empty if anybody may
   * @param names one of which it has to bear; none if it does not matter
   */
  TrustedClients(Optional<X509ExtendedTrustManager> authorities, Collection<String> names) {
    this.authorities = authorities;
    this.names = names.stream().map(TrustedClients::normal).collect(Collectors.toSet());
  }

  /** Go writes {@code ::1} where Java writes {@code 0:0:0:0:0:0:0:1}. */
  private static String normal(String name) {
    if (!IPV6.matcher(name).matches()) {
      return name;
    }
    try {
      return InetAddress.getByName(name).getHostAddress();
    } catch (UnknownHostException e) {
      return name; // it was no address
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (authorities.isPresent()) {
      authorities.get().checkClientTrusted(chain, authType, engine);
      // The JDK does not look at the dates of a certificate that is itself trusted.
      chain[0].checkValidity();
    }
    checkNames(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("clients come over an engine");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients come over an engine");
  }

  private void checkNames(X509Certificate certificate) throws CertificateException {
    if (names.isEmpty()) {
      return;
    }
    Collection<List<?>> borne =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(new ArrayList<>());
    for (List<?> name : borne) {
      if (COMPARED.contains((Integer) name.get(0))
          && names.contains(normal((String) name.get(1)))) {
        return;
      }
    }
    throw new CertificateException("the certificate bears no name of client_allowed_sans");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no server is talked to");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("no server is talked to");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no server is talked to");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities
        .map(X509ExtendedTrustManager::getAcceptedIssuers)
        .orElse(new X509Certificate[0]);
  }
}
