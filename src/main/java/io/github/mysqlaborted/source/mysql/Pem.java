package io.github.mysqlaborted.source.mysql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates or of a private key in the form of RFC 7468. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final Path file;
  private final String text;

  private Pem(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  static Pem read(Path file) throws GeneralSecurityException {
    try {
      return new Pem(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new GeneralSecurityException(file + " cannot be read", e);
    }
  }

  /** All certificates, in the order of the file. */
  List<X509Certificate> certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes(block))));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException(file + " has no BEGIN CERTIFICATE");
    }
    return certificates;
  }

  /** The first private key: PKCS#8, or OpenSSL's own forms of RSA and EC keys. */
  PrivateKey privateKey() throws GeneralSecurityException {
    if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type:")) {
      throw new GeneralSecurityException(
          file + " is encrypted; a key without a passphrase is taken");
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String label = block.group(1);
      if (label.equals("PRIVATE KEY")) {
        return PrivateKeys.ofPkcs8(bytes(block));
      }
      if (label.equals("RSA PRIVATE KEY")) {
        return PrivateKeys.ofPkcs1(bytes(block));
      }
      if (label.equals("EC PRIVATE KEY")) {
        return PrivateKeys.ofSec1(bytes(block));
      }
    }
    throw new GeneralSecurityException(
        file + " has no BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY");
  }

  private byte[] bytes(Matcher block) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file + " is not PEM", e);
    }
  }
}
