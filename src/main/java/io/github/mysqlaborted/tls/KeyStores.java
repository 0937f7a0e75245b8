package io.github.mysqlaborted.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What the JDK's TLS wants of certificates and keys. */
public final class KeyStores {

  private static final char[] NO_PASSWORD = new char[0];

  private KeyStores() {}

  /** Shows a certificate, with those between it and its authority behind it. */
  public static KeyManager[] showing(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** Trusts these authorities and no others. */
  public static TrustManager[] trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    return trusting(store);
  }

  /** Trusts the authorities that come with Java. */
  public static TrustManager[] trustingJava() throws GeneralSecurityException {
    return trusting((KeyStore) null);
  }

  private static TrustManager[] trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return store;
  }
}
