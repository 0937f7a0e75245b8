package io.github.mysqlaborted.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates or a private key in the form of RFC 7468, from a file or from a text. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final String name;
  private final String text;

  private Pem(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * What stands in a file.
   *
   * @throws GeneralSecurityException if it cannot be read; the message names it
   */
  public static Pem read(Path file) throws GeneralSecurityException {
    try {
      return new Pem(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new GeneralSecurityException(file + " cannot be read", e);
    }
  }

  /**
   * What stands in a text.
   *
   * @param name what error messages call it
   */
  public static Pem of(String name, String text) {
    return new Pem(name, text);
  }

  /** All certificates, in the order of the file. */
  public List<X509Certificate> certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(certificate(factory, bytes(block)));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException(name + " contains no BEGIN CERTIFICATE");
    }
    return certificates;
  }

  private X509Certificate certificate(CertificateFactory factory, byte[] der)
      throws GeneralSecurityException {
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new GeneralSecurityException(name + " contains a certificate that cannot be parsed", e);
    }
  }

  /** The first private key: PKCS#8, or OpenSSL's own forms of RSA and EC keys. */
  public PrivateKey privateKey() throws GeneralSecurityException {
    if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type:")) {
      throw new GeneralSecurityException(name + " is encrypted; use a key without a passphrase");
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).endsWith("PRIVATE KEY")) {
        return privateKey(block.group(1), bytes(block));
      }
    }
    throw new GeneralSecurityException(
        name
            + " contains no BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE"
            + " KEY");
  }

  private PrivateKey privateKey(String label, byte[] der) throws GeneralSecurityException {
    try {
      return switch (label) {
        case "PRIVATE KEY" -> PrivateKeys.ofPkcs8(der);
        case "RSA PRIVATE KEY" -> PrivateKeys.ofPkcs1(der);
        case "EC PRIVATE KEY" -> PrivateKeys.ofSec1(der);
        default -> throw new GeneralSecurityException("a " + label + " is not taken");
      };
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(name + ": " + e.getMessage(), e);
    }
  }

  private byte[] bytes(Matcher block) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(name + " is not a valid PEM file", e);
    }
  }
}
