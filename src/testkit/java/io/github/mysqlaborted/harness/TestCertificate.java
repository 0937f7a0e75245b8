package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that signs itself, made by the JDK's {@code keytool}, and its key; both PEM.
 *
 * @param key in PKCS#8
 */
public record TestCertificate(Path certificate, Path key) {

  /**
   * Makes one for {@code 127.0.0.1}.
   *
   * @param startDays when it begins to be valid, in days from now
   * @param validDays for how long it is valid
   */
  public static TestCertificate create(Path folder, String name, int startDays, int validDays)
      throws IOException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Command.run(
        folder,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=ip:127.0.0.1",
            "-startdate",
            (startDays < 0 ? "" : "+") + startDays + "d",
            "-validity",
            String.valueOf(validDays)));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    return new TestCertificate(
        write(
            folder.resolve(name + "-cert.pem"),
            "CERTIFICATE",
            keys.getCertificate("server").getEncoded()),
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
