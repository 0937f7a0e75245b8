package io.github.mysqlaborted.harness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mail: a text part and an HTML part, as Alertmanager sends both in one {@code
 * multipart/alternative} message in quoted-printable.
 *
 * @param subject decoded
 * @param text decoded; empty if there is none
 * @param html decoded; empty if there is none
 * @param raw the message as it came
 */
public record Mail(String subject, String text, String html, String raw) {
  private static final Pattern SUBJECT = Pattern.compile("(?im)^Subject: (.*(?:\r\n[ \t].*)*)\r\n");
  private static final Pattern ENCODED_WORD =
      Pattern.compile("(?i)=\\?utf-8\\?q\\?([^?]*)\\?=\\s*");
  private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=\"?([^\";\r\n]+)");

  /** Reads a message; what is malformed is left as it is. */
  static Mail parse(String raw) {
    Matcher subject = SUBJECT.matcher(raw);
    return new Mail(
        subject.find() ? decodeHeader(subject.group(1)) : "",
        part(raw, "text/plain"),
        part(raw, "text/html"),
        raw);
  }

  private static String decodeHeader(String header) {
    String unfolded = header.replaceAll("\r\n[ \t]", " ");
    return ENCODED_WORD
        .matcher(unfolded)
        .replaceAll(
            word -> Matcher.quoteReplacement(quotedPrintable(word.group(1).replace('_', ' '))));
  }

  private static String part(String raw, String type) {
    Matcher boundary = BOUNDARY.matcher(raw);
    if (!boundary.find()) {
      return "";
    }
    for (String part : raw.split(Pattern.quote("--" + boundary.group(1)), -1)) {
      int body = part.indexOf("\r\n\r\n");
      if (body >= 0 && part.substring(0, body).contains(type)) {
        return quotedPrintable(part.substring(body + 4));
      }
    }
    return "";
  }

  private static String quotedPrintable(String encoded) {
    String joined = encoded.replace("=\r\n", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < joined.length(); i++) {
      char character = joined.charAt(i);
      if (character == '=' && i + 2 < joined.length()) {
        bytes.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(character).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
