package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.html.Stylesheet;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request. The body is whole before its first byte is sent, so an error on the way
 * to it is still an answer.
 */
public final class Response {

  /** Nothing but the one style sheet; no script, form or frame. */
  private static final String POLICY =
      "default-src 'none'; style-src "
          + Stylesheet.SOURCE
          + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = Map.copyOf(headers);
  }

  /** The bytes of a document, which become the answer's own. */
  public static Response of(String contentType, byte[] body) {
    return new Response(200, contentType, body, Map.of());
  }

  /** Plain text. */
  public static Response text(int status, String text) {
    return new Response(status, "text/plain; charset=utf-8", text.getBytes(UTF_8), Map.of());
  }

  /** A page without scripts, and that lets none be run in it. */
  public static Response html(String html) {
    return new Response(
        200,
        "text/html; charset=utf-8",
        html.getBytes(UTF_8),
        Map.of(
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff"));
  }

  /** 405, with what would be allowed. */
  static Response methodNotAllowed(String allowed) {
    return new Response(
        405,
        "text/plain; charset=utf-8",
        ("Method not allowed, only " + allowed + "\n").getBytes(UTF_8),
        Map.of("Allow", allowed));
  }

  /** With one header more, or another value of one. */
  Response withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more);
  }

  /** With bytes in the place of others, which become the answer's own. */
  Response withBody(byte[] other) {
    return new Response(status, contentType, other, headers);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
