package io.github.mysqlaborted.follow;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.tail.SavedTailJson;
import io.github.mysqlaborted.state.JsonFields;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A log's name and its {@link SavedLog} as one JSON object, part of a larger document.
 *
 * <pre>{@code
 * {"source": "/var/log/mysql/error.log", "tail": {...}}
 * {"source": "journal:mariadb",
 *  "place": {"at": "s=...;i=...", "reader": "...",
 *            "readBytes": 4711, "rotations": 0, "truncations": 0, "lost": 0}}
 * }</pre>
 */
final class SavedLogJson {

  private SavedLogJson() {}

  static void write(JsonGenerator json, String source, SavedLog log) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", source);
    if (log instanceof SavedLog.OfFiles files) {
      json.writeFieldName("tail");
      SavedTailJson.write(json, files.tail());
    } else if (log instanceof SavedLog.OfPlace place) {
      json.writeFieldName("place");
      write(json, place);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SavedLog.OfPlace place) throws IOException {
    TailStatistics statistics = place.statistics();
    json.writeStartObject();
    if (place.place().isPresent()) {
      json.writeStringField("at", place.place().get());
    }
    json.writeStringField("reader", place.reader());
    json.writeNumberField("readBytes", statistics.readBytes());
    json.writeNumberField("rotations", statistics.rotations());
    json.writeNumberField("truncations", statistics.truncations());
    json.writeNumberField("lost", statistics.lost());
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param json stands at the object's opening brace, and afterwards at its closing one
   */
  static Map.Entry<String, SavedLog> read(JsonParser json) throws IOException {
    String source = JsonFields.text(json, "source");
    String kind = JsonFields.nextName(json);
    json.nextToken();
    SavedLog log =
        switch (kind) {
          case "tail" -> new SavedLog.OfFiles(SavedTailJson.read(json));
          case "place" -> place(json);
          default -> throw new JsonParseException(json, "found field " + kind);
        };
    JsonFields.endObject(json);
    return Map.entry(source, log);
  }

  private static SavedLog.OfPlace place(JsonParser json) throws IOException {
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Optional<String> at = Optional.empty();
    String name = JsonFields.nextName(json);
    if (name.equals("at")) {
      JsonFields.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
      at = Optional.of(json.getText());
      name = JsonFields.nextName(json);
    }
    JsonFields.expectName(json, name, "reader");
    JsonFields.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    String reader = json.getText();
    TailStatistics statistics =
        new TailStatistics(
            JsonFields.count(json, "readBytes"),
            JsonFields.count(json, "rotations"),
            JsonFields.count(json, "truncations"),
            JsonFields.count(json, "lost"));
    JsonFields.endObject(json);
    return new SavedLog.OfPlace(at, reader, statistics);
  }
}
