package io.github.mysqlaborted.log.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.state.JsonFields;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link SavedTail} as one JSON object, part of a larger document.
 *
 * <pre>{@code
 * {"started": true,
 *  "position": {"file": {"key": "(dev=fe00,inode=12)", "headLength": 1024, "headChecksum": 7},
 *               "offset": 4711, "marker": "6c6f670a"},
 *  "finished": [{"file": {...}, "offset": 20001, "marker": "2e2e2e0a"}],
 *  "horizon": {"seconds": 1795327991, "nanos": 0, "known": ["(dev=fe00,inode=9) 812 2026-..."],
 *              "heads": ["3230..."]},
 *  "consumer": "...",
 *  "statistics": {"readBytes": 4711, "rotations": 1, "truncations": 0, "lost": 0}}
 * }</pre>
 *
 * <p>Reading is strict: a field that is missing, unknown, of another type or at another place
 * fails.
 */
public final class SavedTailJson {

  /** Where it is missing, the state is of a version that had none. */
  private static final String HORIZON = "horizon";

  private SavedTailJson() {}

  /** Writes {@code tail} where the generator stands: after a field name, or in an array. */
  public static void write(JsonGenerator json, SavedTail tail) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("started", tail.started());
    if (tail.position().isPresent()) {
      json.writeFieldName("position");
      write(json, tail.position().get());
    }
    json.writeArrayFieldStart("finished");
    for (Position end : tail.finished()) {
      write(json, end);
    }
    json.writeEndArray();
    if (tail.horizon().isPresent()) {
      json.writeFieldName(HORIZON);
      write(json, tail.horizon().get());
    }
    json.writeStringField("consumer", tail.consumer());
    TailStatistics statistics = tail.statistics();
    json.writeObjectFieldStart("statistics");
    json.writeNumberField("readBytes", statistics.readBytes());
    json.writeNumberField("rotations", statistics.rotations());
    json.writeNumberField("truncations", statistics.truncations());
    json.writeNumberField("lost", statistics.lost());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Horizon horizon) throws IOException {
    Instant written = horizon.written();
    json.writeStartObject();
    json.writeNumberField("seconds", written.getEpochSecond());
    json.writeNumberField("nanos", written.getNano());
    json.writeArrayFieldStart("known");
    for (String fingerprint : horizon.known()) {
      json.writeString(fingerprint);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("heads");
    for (String head : horizon.heads()) {
      json.writeString(head);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Position position) throws IOException {
    json.writeStartObject();
    json.writeFieldName("file");
    write(json, position.file());
    json.writeNumberField("offset", position.offset());
    json.writeStringField("marker", position.marker());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Fingerprint identity) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", identity.key());
    json.writeNumberField("headLength", identity.headLength());
    json.writeNumberField("headChecksum", identity.headChecksum());
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param json stands at the object's opening brace, and afterwards at its closing one
   * @throws JsonParseException if it is not what {@link #write} wrote
   */
  public static SavedTail read(JsonParser json) throws IOException {
    try {
      return readTail(json);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(json, e.getMessage(), e);
    }
  }

  private static SavedTail readTail(JsonParser json) throws IOException {
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    JsonFields.expectName(json, JsonFields.nextName(json), "started");
    boolean started = json.nextToken() == JsonToken.VALUE_TRUE;
    JsonFields.expect(
        json, json.currentToken(), started ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE);
    Optional<Position> position = Optional.empty();
    String name = JsonFields.nextName(json);
    if (name.equals("position")) {
      json.nextToken();
      position = Optional.of(readPosition(json));
      name = JsonFields.nextName(json);
    }
    JsonFields.expectName(json, name, "finished");
    JsonFields.expect(json, json.nextToken(), JsonToken.START_ARRAY);
    List<Position> finished = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      finished.add(readPosition(json));
    }
    Optional<Horizon> horizon = Optional.empty();
    name = JsonFields.nextName(json);
    if (name.equals(HORIZON)) {
      json.nextToken();
      horizon = Optional.of(readHorizon(json));
      name = JsonFields.nextName(json);
    }
    JsonFields.expectName(json, name, "consumer");
    JsonFields.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    String consumer = json.getText();
    SavedTail tail =
        new SavedTail(started, position, finished, horizon, consumer, readStatistics(json));
    JsonFields.expect(json, json.nextToken(), JsonToken.END_OBJECT);
    return tail;
  }

  private static Horizon readHorizon(JsonParser json) throws IOException {
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Instant written = JsonFields.instant(json, "seconds", "nanos");
    Set<String> known = new HashSet<>(readTexts(json, "known"));
    List<String> heads = readTexts(json, "heads");
    JsonFields.endObject(json);
    return new Horizon(written, known, heads);
  }

  private static List<String> readTexts(JsonParser json, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    JsonFields.startArray(json, name);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonFields.expect(json, json.currentToken(), JsonToken.VALUE_STRING);
      texts.add(json.getText());
    }
    return texts;
  }

  private static Position readPosition(JsonParser json) throws IOException {
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    JsonFields.expectName(json, JsonFields.nextName(json), "file");
    json.nextToken();
    Position position =
        new Position(
            readIdentity(json), JsonFields.number(json, "offset"), JsonFields.text(json, "marker"));
    JsonFields.expect(json, json.nextToken(), JsonToken.END_OBJECT);
    return position;
  }

  private static Fingerprint readIdentity(JsonParser json) throws IOException {
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Fingerprint identity =
        new Fingerprint(
            JsonFields.text(json, "key"),
            JsonFields.integer(json, "headLength"),
            JsonFields.number(json, "headChecksum"));
    JsonFields.expect(json, json.nextToken(), JsonToken.END_OBJECT);
    return identity;
  }

  private static TailStatistics readStatistics(JsonParser json) throws IOException {
    JsonFields.expectName(json, JsonFields.nextName(json), "statistics");
    JsonFields.expect(json, json.nextToken(), JsonToken.START_OBJECT);
    TailStatistics statistics =
        new TailStatistics(
            JsonFields.count(json, "readBytes"),
            JsonFields.count(json, "rotations"),
            JsonFields.count(json, "truncations"),
            JsonFields.count(json, "lost"));
    JsonFields.expect(json, json.nextToken(), JsonToken.END_OBJECT);
    return statistics;
  }
}
