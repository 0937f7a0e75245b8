package io.github.mysqlaborted.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.StampClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of {@code log_sink_json} (components/logging/log_sink_json.cc): an object with keys in
 * any order, of which these are looked at.
 *
 * @param time {@code time}, or where that is missing {@code ts}; the epoch without either
 * @param thread {@code thread}, or -1
 * @param code {@code err_code}, or -1
 * @param label the first letter of {@code label}
 * @param message {@code msg}
 * @param count one more than {@code and_n_more}, which says how many like it a throttle dropped
 */
record JsonRecord(Instant time, long thread, int code, byte label, String message, long count) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Parses one object; empty when it is none. */
  static Optional<JsonRecord> parse(String line, StampClock clock) {
    Instant stamp = StampClock.UNREADABLE;
    Instant milliseconds = Instant.EPOCH;
    long thread = -1;
    int code = -1;
    String label = "N";
    String message = "";
    long count = 1;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "time" -> {
            byte[] time = Bytes.utf8(json.getText());
            stamp = clock.iso(time, 0, time.length);
          }
          case "ts" -> milliseconds = Instant.ofEpochMilli(json.getValueAsLong(0));
          case "thread" -> thread = json.getValueAsLong(-1);
          case "err_code" -> code = json.getValueAsInt(-1);
          case "label" -> label = json.getText();
          case "msg" -> message = json.getText();
          case "and_n_more" -> count = 1 + dropped(json.getValueAsLong(0));
          default -> json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        return Optional.empty();
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    Instant time = stamp.equals(StampClock.UNREADABLE) ? milliseconds : stamp;
    byte first = label.isEmpty() ? (byte) 'N' : (byte) label.charAt(0);
    return Optional.of(new JsonRecord(time, thread, code, first, message, count));
  }

  /** A throttle drops no more than this between two of its lines; a larger number is an error. */
  private static long dropped(long andMore) {
    return andMore < 0 || andMore > Integer.MAX_VALUE ? 0 : andMore;
  }
}
