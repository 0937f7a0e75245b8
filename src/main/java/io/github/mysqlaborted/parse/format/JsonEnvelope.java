package io.github.mysqlaborted.parse.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;

/**
 * Finds the server's line in a JSON object that a log shipper wrote: Docker's json-file driver,
 * Fluent Bit, Filebeat, Vector, Stackdriver, {@code journalctl --output=json} and the like. Fields
 * may come in any order and objects may be nested.
 */
final class JsonEnvelope {

  private static final JsonFactory JSON = new JsonFactory();

  /** Fields that hold the line. */
  private static final Set<String> MESSAGES =
      Set.of(
          "log",
          "message",
          "msg",
          "MESSAGE",
          "body",
          "textPayload",
          "line",
          "text",
          "@message",
          "_raw",
          "original",
          "stringValue",
          "short_message");

  /** Fields that hold the collector's time. */
  private static final Set<String> TIMES =
      Set.of("time", "@timestamp", "timestamp", "ts", "date", "__REALTIME_TIMESTAMP");

  /** Fields that hold the name of the program that wrote the line. */
  private static final Set<String> PROGRAMS =
      Set.of("SYSLOG_IDENTIFIER", "_COMM", "ident", "appname", "program");

  private static final byte[] DOCKER = Bytes.utf8("{\"log\":\"");
  private static final byte[] DOCKER_TIME = Bytes.utf8("\"time\":\"");
  private static final int DOCKER_TAIL = 64;
  private static final int DEEPEST = 4;

  private String message;
  private boolean certain;
  private String time;
  private String program;

  private JsonEnvelope() {}

  /** Takes the object off, if there is one that has a line. */
  static boolean open(ServerLine line) {
    return docker(line) || new JsonEnvelope().openAny(line);
  }

  /** The form that Docker writes, without a parser: such a log has nothing else. */
  private static boolean docker(ServerLine line) {
    byte[] bytes = line.bytes;
    if (!Bytes.startsWith(bytes, line.from, line.to, DOCKER)) {
      return false;
    }
    int from = line.from + DOCKER.length;
    int timeAt =
        Bytes.lastIndexOf(bytes, Math.max(from, line.to - DOCKER_TAIL), line.to, DOCKER_TIME);
    if (timeAt < 0) {
      return false;
    }
    line.stamp(timeAt + DOCKER_TIME.length, line.to, false);
    byte[] text = line.unescaper.unescape(bytes, from, timeAt);
    line.take(LineEnvelope.JSON, text, 0, line.unescaper.length());
    return true;
  }

  private boolean openAny(ServerLine line) {
    try (JsonParser json = JSON.createParser(line.bytes, line.from, line.to - line.from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      read(json);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      return false;
    }
    if (message == null) {
      return false;
    }
    if (time != null) {
      byte[] stamp = Bytes.utf8(time);
      line.stampBytes = stamp;
      line.stampAt = 0;
      line.stampTo = stamp.length;
      line.syslogStamp = false;
    }
    if (program != null) {
      byte[] name = Bytes.utf8(program);
      line.programBytes = name;
      line.programAt = 0;
      line.programTo = name.length;
    }
    byte[] content = Bytes.utf8(message.stripTrailing());
    line.take(LineEnvelope.JSON, content, 0, content.length);
    return true;
  }

  private void read(JsonParser json) throws IOException {
    int depth = 1;
    String key = "";
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        throw new IOException("the object has no end");
      }
      switch (token) {
        case FIELD_NAME -> key = json.currentName();
        case START_OBJECT -> {
          depth++;
          if (depth > DEEPEST) {
            json.skipChildren();
            depth--;
          }
        }
        case END_OBJECT -> depth--;
        case START_ARRAY -> json.skipChildren();
        case VALUE_STRING -> text(key, json);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(key, json);
        default -> {
          // True, false and null say nothing here.
        }
      }
    }
  }

  private void text(String key, JsonParser json) throws IOException {
    if (MESSAGES.contains(key)) {
      String text = json.getText();
      byte[] bytes =
          Bytes.utf8(text.length() > DOCKER_TAIL ? text.substring(0, DOCKER_TAIL) : text);
      boolean stamped =
          bytes.length > 0
              && (bytes[0] == '{'
                  || LineEnvelope.isoStampEnd(bytes, 0, bytes.length) >= 0
                  || HeaderFormat.begins(bytes, 0, bytes.length));
      if (message == null || (stamped && !certain)) {
        message = text;
        certain = stamped;
      }
    } else if (TIMES.contains(key) && time == null) {
      String text = json.getText();
      time = text.matches("\\d{16}") ? instant(new BigDecimal(text).movePointLeft(6)) : text;
    } else if (PROGRAMS.contains(key) && program == null) {
      program = json.getText();
    }
  }

  /** Seconds or milliseconds since 1970. */
  private void number(String key, JsonParser json) throws IOException {
    if (TIMES.contains(key) && time == null) {
      BigDecimal value = json.getDecimalValue();
      int digits = value.precision() - value.scale();
      if (digits == 10) {
        time = instant(value);
      } else if (digits == 13) {
        time = instant(value.movePointLeft(3));
      }
    }
  }

  private static String instant(BigDecimal seconds) {
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole, nanos).toString();
  }
}
