package io.github.mysqlaborted.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * Private keys from their DER. The JDK reads PKCS#8 only, so keys in OpenSSL's older forms, such as
 * those that MySQL makes for itself, are put into it (RFC 5208, RFC 8017 A.1.2, RFC 5915).
 */
final class PrivateKeys {
  private static final byte INTEGER = 0x02;
  private static final byte OCTETS = 0x04;
  private static final byte SEQUENCE = 0x30;
  private static final byte CONTEXT_0 = (byte) 0xa0;
  private static final byte[] VERSION_0 = {INTEGER, 1, 0};

  /** {@code rsaEncryption} with its NULL. */
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /** {@code id-ecPublicKey}; the curve follows. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PrivateKeys() {}

  static PrivateKey ofPkcs8(byte[] der) throws GeneralSecurityException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(der);
    GeneralSecurityException failure =
        new InvalidKeySpecException("the private key is not RSA, EC or EdDSA");
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  static PrivateKey ofPkcs1(byte[] der) throws GeneralSecurityException {
    return ofPkcs8(element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTETS, der)));
  }

  static PrivateKey ofSec1(byte[] der) throws GeneralSecurityException {
    byte[] algorithm = element(SEQUENCE, EC, curve(der));
    return ofPkcs8(element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, der)));
  }

  /** The {@code parameters [0]} of an {@code ECPrivateKey}, which OpenSSL always writes. */
  private static byte[] curve(byte[] der) throws GeneralSecurityException {
    try {
      ByteBuffer key = content(ByteBuffer.wrap(der));
      while (key.hasRemaining()) {
        byte tag = key.get(key.position());
        ByteBuffer value = content(key);
        if (tag == CONTEXT_0) {
          byte[] curve = new byte[value.remaining()];
          value.get(curve);
          return curve;
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new GeneralSecurityException("the EC private key is truncated", e);
    }
    throw new GeneralSecurityException("the EC private key does not name its curve");
  }

  /** The content of the next element, which is passed over. */
  private static ByteBuffer content(ByteBuffer from) {
    from.get();
    int length = from.get() & 0xff;
    if (length >= 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (from.get() & 0xff);
      }
    }
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  private static byte[] element(byte tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else {
      element.write(0x82);
      element.write(length >> 8);
      element.write(length);
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
