package io.github.mysqlaborted.log.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One entry of the systemd journal, as {@code journalctl --output=json} writes it: {@code
 * __REALTIME_TIMESTAMP} in microseconds as text; {@code MESSAGE} as text, as array of numbers if it
 * is no UTF-8, or null if it has more than 4096 bytes
 * (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format).
 *
 * @param program {@code SYSLOG_IDENTIFIER}, which a program chooses and which is MySQL's tag where
 *     it writes to syslog, else {@code _COMM}, the name of the process
 * @param byUnit whether a process of the unit wrote it, and not systemd about the unit
 * @param message empty if it was too long, or is no single value
 */
record JournalEntry(
    String cursor,
    Instant time,
    Optional<String> program,
    boolean byUnit,
    Optional<byte[]> message) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The entry that the line is; empty if it is none. */
  static Optional<JournalEntry> parse(byte[] line, int from, int to) {
    String cursor = "";
    long micros = -1;
    boolean byUnit = true;
    Optional<String> identifier = Optional.empty();
    Optional<String> process = Optional.empty();
    Optional<byte[]> message = Optional.empty();
    try (JsonParser json = JSON.createParser(line, from, to - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "__CURSOR" -> cursor = json.getText();
          case "__REALTIME_TIMESTAMP" -> micros = micros(json.getText());
          case "SYSLOG_IDENTIFIER" -> identifier = text(json);
          case "_COMM" -> process = text(json);
          case "UNIT", "COREDUMP_UNIT", "OBJECT_SYSTEMD_UNIT" -> {
            byUnit = false;
            json.skipChildren();
          }
          case "MESSAGE" -> message = bytes(json);
          default -> json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || cursor.isEmpty() || micros < 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    Optional<String> program = identifier.isPresent() ? identifier : process;
    return Optional.of(
        new JournalEntry(
            cursor, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), program, byUnit, message));
  }

  private static long micros(String text) {
    return text.matches("\\d{1,17}") ? Long.parseLong(text) : -1;
  }

  private static Optional<String> text(JsonParser json) throws IOException {
    return bytes(json).map(value -> new String(value, UTF_8)).filter(value -> !value.isEmpty());
  }

  private static Optional<byte[]> bytes(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(json.getText().getBytes(UTF_8));
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean numbers = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        bytes.write(json.getIntValue());
      } else {
        numbers = false;
        json.skipChildren();
      }
    }
    return numbers ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }
}
