package io.github.mysqlaborted.harness;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * How a client proves that it knows a password.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_authentication_methods.html">Authentication
 *     Methods</a>
 */
final class Passwords {
  static final String NATIVE = "mysql_native_password";
  private static final String CACHING_SHA2 = "caching_sha2_password";

  /** What MySQL 8 may ask of an account that is not there. */
  private static final String SHA256 = "sha256_password";

  private static final byte[] SHA256_REQUEST_PUBLIC_KEY = {1};

  private Passwords() {}

  /** The first answer to a server that asks by {@code plugin} with {@code seed}. */
  static byte[] answer(String plugin, String password, byte[] seed) {
    if (password.isEmpty()) {
      return new byte[0];
    }
    return switch (plugin) {
      case NATIVE -> nativePassword(password, seed);
      case CACHING_SHA2 -> cachingSha2(password, seed);
      case SHA256 -> SHA256_REQUEST_PUBLIC_KEY.clone();
      default -> throw new IllegalArgumentException("the server asks for " + plugin);
    };
  }

  private static byte[] nativePassword(String password, byte[] seed) {
    byte[] once = digest("SHA-1", password.getBytes(StandardCharsets.UTF_8));
    return xor(once, digest("SHA-1", seed, digest("SHA-1", once)));
  }

  private static byte[] cachingSha2(String password, byte[] seed) {
    byte[] once = digest("SHA-256", password.getBytes(StandardCharsets.UTF_8));
    return xor(once, digest("SHA-256", digest("SHA-256", once), seed));
  }

  /** The password itself, encrypted with the server's public key. */
  static byte[] encrypted(String password, byte[] seed, byte[] pem) {
    byte[] clear =
        Arrays.copyOf(
            password.getBytes(StandardCharsets.UTF_8),
            password.getBytes(StandardCharsets.UTF_8).length + 1);
    String base64 =
        new String(pem, StandardCharsets.US_ASCII)
            .replaceAll("-----[A-Z ]+-----", "")
            .replaceAll("\\s", "");
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher.doFinal(xor(clear, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] xor(byte[] bytes, byte[] mask) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) (bytes[i] ^ mask[i % mask.length]);
    }
    return result;
  }
}
