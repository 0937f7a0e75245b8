package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate made by the JDK's {@code keytool}, and its key; both PEM.
 *
 * @param key in PKCS#8
 */
public record TestCertificate(Path certificate, Path key) {

  /**
   * Makes one that signs itself, for {@code 127.0.0.1}.
   *
   * @param startDays when it begins to be valid, in days from now
   * @param validDays for how long it is valid
   */
  public static TestCertificate create(Path folder, String name, int startDays, int validDays)
      throws IOException, GeneralSecurityException {
    return create(folder, name, "ip:127.0.0.1", startDays, validDays);
  }

  /**
   * The same, for others.
   *
   * @param names the subject's alternative names, as {@code keytool} takes them
   */
  public static TestCertificate create(
      Path folder, String name, String names, int startDays, int validDays)
      throws IOException, GeneralSecurityException {
    makeKey(folder, name, "RSA", "SAN=" + names, startDays, validDays);
    return export(folder, name, List.of());
  }

  /** Makes an authority, valid for a year. */
  public static TestCertificate authority(Path folder, String name)
      throws IOException, GeneralSecurityException {
    makeKey(folder, name, "EC", "bc:c=ca:true", 0, 365);
    return export(folder, name, List.of());
  }

  /**
   * Makes one that an authority of the same folder signs.
   *
   * @param authority its name
   * @param names the subject's alternative names, as {@code keytool} takes them
   */
  public static TestCertificate signedBy(
      String authority, Path folder, String name, String names, int startDays, int validDays)
      throws IOException, GeneralSecurityException {
    makeKey(folder, name, "EC", "SAN=" + names, startDays, validDays);
    keytool(folder, List.of("-certreq", "-file", name + ".csr", "-ext", "SAN=" + names), name);
    keytool(
        folder,
        List.of(
            "-gencert",
            "-infile",
            name + ".csr",
            "-outfile",
            name + ".der",
            "-ext",
            "SAN=" + names,
            "-startdate",
            days(startDays),
            "-validity",
            String.valueOf(validDays)),
        authority);
    return export(folder, name, List.of(folder.resolve(name + ".der")));
  }

  private static void makeKey(
      Path folder, String name, String algorithm, String extension, int startDays, int validDays)
      throws IOException {
    keytool(
        folder,
        List.of(
            "-genkeypair",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-ext",
            extension,
            "-startdate",
            days(startDays),
            "-validity",
            String.valueOf(validDays)),
        name);
  }

  private static String days(int number) {
    return (number < 0 ? "" : "+") + number + "d";
  }

  private static void keytool(Path folder, List<String> command, String store) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(command);
    all.addAll(List.of("-keystore", store + ".p12", "-storepass", "changeit", "-alias", "server"));
    Command.run(folder, all);
  }

  /**
   * @param der the certificate, if it is not that of the store
   */
  private static TestCertificate export(Path folder, String name, List<Path> der)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      keys.load(in, "changeit".toCharArray());
    }
    return new TestCertificate(
        write(
            folder.resolve(name + "-cert.pem"),
            "CERTIFICATE",
            der.isEmpty()
                ? keys.getCertificate("server").getEncoded()
                : Files.readAllBytes(der.get(0))),
        write(
            folder.resolve(name + "-key.pem"),
            "PRIVATE KEY",
            keys.getKey("server", "changeit".toCharArray()).getEncoded()));
  }

  private static Path write(Path file, String label, byte[] der) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
  }
}
