package io.github.mysqlaborted.access;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.tls.KeyStores;
import io.github.mysqlaborted.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads {@code tls_server_config}. */
final class TlsSection {

  static final Set<String> KEYS =
      Set.of(
          "cert",
          "key",
          "client_ca",
          "cert_file",
          "key_file",
          "client_auth_type",
          "client_ca_file",
          "cipher_suites",
          "curve_preferences",
          "min_version",
          "max_version",
          "prefer_server_cipher_suites",
          "client_allowed_sans");

  /** The names of exporter-toolkit and of Java, the oldest first. */
  private static final Map<String, String> VERSIONS = versions();

  private final YamlMap yaml;
  private final Consumer<Path> used;

  /**
   * @param used is told of each file that is read
   */
  TlsSection(YamlMap yaml, Consumer<Path> used) {
    this.yaml = yaml;
    this.used = used;
  }

  /** Empty where nothing asks for TLS. */
  Optional<ServerTls> read() throws ConfigException {
    yaml.requireKnown(KEYS);
    if (yaml.keys().isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = certificates("cert");
    PrivateKey key = privateKey();
    checkPair(chain.get(0), key);
    ClientAuth auth = clientAuth();
    SSLContext context;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(KeyStores.showing(chain, key), new TrustManager[] {trustedClients(auth)}, null);
    } catch (GeneralSecurityException e) {
      throw yaml.problem("cert_file", String.valueOf(e.getMessage()));
    }
    List<String> protocols = protocols();
    return Optional.of(
        new ServerTls(
            context,
            auth,
            protocols,
            cipherSuites(context, protocols),
            yaml.flag("prefer_server_cipher_suites", true),
            curves()));
  }

  private Pem pem(String key) throws ConfigException {
    String fileKey = key + "_file";
    Optional<String> file = yaml.text(fileKey);
    Optional<String> inline = yaml.text(key);
    if (file.isPresent() && inline.isPresent()) {
      throw yaml.problem(fileKey, "is given beside " + key + ", accepted: one of them");
    }
    if (inline.isPresent()) {
      return Pem.of("the value", inline.get());
    }
    if (file.isEmpty()) {
      throw yaml.problem(fileKey, "is missing, accepted: " + fileKey + " or " + key);
    }
    Path path = yaml.beside(file.get());
    used.accept(path);
    try {
      return Pem.read(path);
    } catch (GeneralSecurityException e) {
      throw yaml.problem(fileKey, e.getMessage());
    }
  }

  private String givenAs(String key) throws ConfigException {
    return yaml.has(key) ? key : key + "_file";
  }

  private List<X509Certificate> certificates(String key) throws ConfigException {
    try {
      return pem(key).certificates();
    } catch (GeneralSecurityException e) {
      throw yaml.problem(givenAs(key), e.getMessage());
    }
  }

  private PrivateKey privateKey() throws ConfigException {
    try {
      return pem("key").privateKey();
    } catch (GeneralSecurityException e) {
      throw yaml.problem(givenAs("key"), e.getMessage());
    }
  }

  /** The JDK would take a wrong pair, and fail at each handshake. */
  private void checkPair(X509Certificate certificate, PrivateKey key) throws ConfigException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    boolean fits;
    try {
      byte[] anything = "a pair".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(anything);
      fits = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      fits = false;
    }
    if (!fits) {
      throw yaml.problem(givenAs("key"), "does not belong to the certificate");
    }
  }

  private ClientAuth clientAuth() throws ConfigException {
    Optional<String> text = yaml.text("client_auth_type");
    ClientAuth auth = ClientAuth.NO_CLIENT_CERT;
    if (text.isPresent()) {
      auth =
          ClientAuth.parse(text.get())
              .orElseThrow(
                  () -> yaml.unaccepted("client_auth_type", text.get(), ClientAuth.accepted()));
    }
    for (String key : List.of("client_ca", "client_ca_file", "client_allowed_sans")) {
      if (yaml.has(key) && auth == ClientAuth.NO_CLIENT_CERT) {
        throw yaml.problem(
            key, "has no effect without client_auth_type, accepted: " + ClientAuth.accepted());
      }
    }
    return auth;
  }

  private TrustedClients trustedClients(ClientAuth auth)
      throws ConfigException, GeneralSecurityException {
    List<String> names = yaml.texts("client_allowed_sans");
    boolean given = yaml.has("client_ca") || yaml.has("client_ca_file");
    List<X509Certificate> authorities = given ? certificates("client_ca") : List.of();
    if (!auth.verifies()) {
      return new TrustedClients(Optional.empty(), names);
    }
    TrustManager[] managers = given ? KeyStores.trusting(authorities) : KeyStores.trustingJava();
    return new TrustedClients(Optional.of((X509ExtendedTrustManager) managers[0]), names);
  }

  private List<String> protocols() throws ConfigException {
    List<String> names = new ArrayList<>(VERSIONS.keySet());
    int least = names.indexOf(version("min_version", "TLS12"));
    int most = names.indexOf(version("max_version", "TLS13"));
    if (least > most) {
      throw yaml.problem("min_version", "is later than max_version");
    }
    return names.subList(least, most + 1).stream().map(VERSIONS::get).toList();
  }

  private String version(String key, String otherwise) throws ConfigException {
    String text = yaml.text(key).orElse(otherwise);
    if (!VERSIONS.containsKey(text)) {
      throw yaml.unaccepted(
          key,
          text,
          String.join(", ", VERSIONS.keySet()) + "; Java has switched TLS10 and TLS11 off");
    }
    return text;
  }

  /** Suites of TLS 1.3 cannot be chosen, as in Go: those of Java are used beside the chosen. */
  private List<String> cipherSuites(SSLContext context, List<String> protocols)
      throws ConfigException {
    List<String> known =
        Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
            .filter(suite -> suite.startsWith("TLS_") && !suite.contains("SCSV"))
            .toList();
    List<String> chosen = yaml.texts("cipher_suites");
    for (String suite : chosen) {
      if (!known.contains(suite)) {
        throw yaml.unaccepted("cipher_suites", suite, String.join(", ", known));
      }
    }
    if (chosen.isEmpty()) {
      return known;
    }
    List<String> of13 = known.stream().filter(TlsSection::isOf13).toList();
    List<String> older = chosen.stream().filter(suite -> !isOf13(suite)).toList();
    if (older.isEmpty() && !protocols.contains("TLSv1.3")) {
      throw yaml.problem("cipher_suites", "names none of TLS 1.2, and max_version is TLS12");
    }
    return Stream.concat(of13.stream(), older.stream()).toList();
  }

  private static boolean isOf13(String suite) {
    return !suite.contains("_WITH_");
  }

  private List<String> curves() throws ConfigException {
    List<String> curves = new ArrayList<>();
    for (String name : yaml.texts("curve_preferences")) {
      curves.add(
          Curves.parse(name)
              .orElseThrow(() -> yaml.unaccepted("curve_preferences", name, Curves.accepted())));
    }
    if (!curves.isEmpty() && !Curves.canBeSet()) {
      throw yaml.problem(
          "curve_preferences",
          "needs Java 20 or later, and this is Java " + Runtime.version().feature());
    }
    return curves;
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("TLS12", "TLSv1.2");
    versions.put("TLS13", "TLSv1.3");
    return versions;
  }
}
