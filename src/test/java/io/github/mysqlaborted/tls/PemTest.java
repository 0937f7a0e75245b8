package io.github.mysqlaborted.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PemTest {
  /** SEQUENCE, version 0, rsaEncryption, and the head of the OCTET STRING: RSA keys of 2048 bit. */
  private static final int PKCS8_HEAD = 26;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 256", "EC, 384"})
  void readsAKeyInPkcs8(String algorithm, int bits) throws Exception {
    KeyPair pair = pair(algorithm, bits);

    assertThat(key("PRIVATE KEY", pair.getPrivate().getEncoded()).getEncoded())
        .isEqualTo(pair.getPrivate().getEncoded());
  }

  @Test
  void readsAnRsaKeyInPkcs1() throws Exception {
    byte[] pkcs8 = pair("RSA", 2048).getPrivate().getEncoded();

    assertThat(
            key("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length))
                .getEncoded())
        .isEqualTo(pkcs8);
  }

  @Test
  void readsAnEcKeyInTheFormOfOpenssl() throws Exception {
    ECPrivateKey key = (ECPrivateKey) pair("EC", 256).getPrivate();
    String number = String.format("%064x", key.getS());
    byte[] sec1 =
        HexFormat.of().parseHex("303102010104" + "20" + number + "a00a06082a8648ce3d030107");

    assertThat(((ECPrivateKey) key("EC PRIVATE KEY", sec1)).getS()).isEqualTo(key.getS());
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("k.pem"), "nothing\n");
    assertThatThrownBy(() -> Pem.read(file).certificates())
        .hasMessage(file + " contains no BEGIN CERTIFICATE");
    assertThatThrownBy(() -> Pem.read(file).privateKey())
        .hasMessageStartingWith(file + " contains no BEGIN PRIVATE KEY");
    Files.writeString(file, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> Pem.read(file).privateKey())
        .hasMessageStartingWith(file + " is encrypted");
    assertThatThrownBy(() -> key("EC PRIVATE KEY", new byte[] {0x30, 0x7f, 1}))
        .hasMessage(folder.resolve("key.pem") + ": the EC private key is truncated");
    assertThatThrownBy(() -> key("DSA PRIVATE KEY", new byte[] {0x30, 0}))
        .hasMessage(folder.resolve("key.pem") + ": a DSA PRIVATE KEY is not taken");
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> Pem.read(file).certificates())
        .hasMessage(file + " contains a certificate that cannot be parsed");
  }

  private PrivateKey key(String label, byte[] der) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
    return Pem.read(file).privateKey();
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
