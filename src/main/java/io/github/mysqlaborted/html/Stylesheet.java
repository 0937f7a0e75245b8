package io.github.mysqlaborted.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The look of all pages, which stands in {@code style.css}. Each page bears it, so that a report in
 * a file needs nothing else.
 */
public final class Stylesheet {

  /** As it stands between {@code <style>} and {@code </style>}. */
  public static final String TEXT = read();

  /** What a Content-Security-Policy says of it: this style sheet and no other. */
  public static final String SOURCE = "'sha256-" + digest(TEXT) + "'";

  private Stylesheet() {}

  private static String read() {
    try (InputStream in = Stylesheet.class.getResourceAsStream("style.css")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
