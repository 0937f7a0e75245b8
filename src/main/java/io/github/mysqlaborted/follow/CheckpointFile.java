package io.github.mysqlaborted.follow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.count.LoggedEventsJson;
import io.github.mysqlaborted.state.CheckpointStore;
import io.github.mysqlaborted.state.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Positions of all logs and the counts of their events, in one file that is replaced as a whole.
 * That they are one file is what makes counting exact: there is no moment at which one is saved and
 * the other is not.
 */
public final class CheckpointFile implements Closeable {

  private static final JsonFactory JSON = new JsonFactory();

  /** Where it is missing, the state is of a version that had none. */
  private static final String FAILED_LOGINS = "failedLogins";

  /** What was saved. */
  record Saved(LoggedEvents.Snapshot events, Map<String, SavedLog> logs, String failedLogins) {}

  private final CheckpointStore store;

  /** What is on the disk, if this object has written it: a look at quiet logs need not write. */
  private Optional<Saved> stored = Optional.empty();

  private CheckpointFile(CheckpointStore store) {
    this.store = store;
  }

  /**
   * Takes the directory for this process.
   *
   * @throws FileSystemException if another process has it
   */
  public static CheckpointFile open(Path directory) throws FileSystemException {
    return new CheckpointFile(CheckpointStore.open(directory));
  }

  /** What was saved last; empty if nothing was, or what is there cannot be trusted. */
  Optional<Saved> load() {
    Optional<byte[]> content = store.load();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (JsonParser json = JSON.createParser(content.get())) {
      return Optional.of(read(json));
    } catch (JsonProcessingException e) {
      store.setAside("not understood: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      store.setAside("not understood: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Whether the directory is still this process'; to be asked again and again. */
  boolean keep() {
    return store.keep();
  }

  /** What was saved cannot be gone on from, for a reason that only its user can see. */
  void setAside(String reason) {
    store.setAside(reason);
  }

  /**
   * Saves what changed since the last time, and says whether all is on the disk.
   *
   * @param failedLogins what the joining of two logs has to remember
   */
  boolean save(Map<String, SavedLog> logs, String failedLogins, LoggedEvents events) {
    Saved now = new Saved(events.snapshot(), logs, failedLogins);
    if (store.isWritable() && stored.isPresent() && stored.get().equals(now)) {
      return true;
    }
    boolean onDisk = store.store(write(now));
    stored = onDisk ? Optional.of(now) : Optional.empty();
    return onDisk;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static byte[] write(Saved state) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(content)) {
      json.writeStartObject();
      json.writeFieldName("events");
      LoggedEventsJson.write(json, state.events());
      json.writeArrayFieldStart("logs");
      for (Map.Entry<String, SavedLog> log : state.logs().entrySet()) {
        SavedLogJson.write(json, log.getKey(), log.getValue());
      }
      json.writeEndArray();
      json.writeStringField(FAILED_LOGINS, state.failedLogins());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  private static Saved read(JsonParser json) throws IOException {
    JsonFields.expect(json, json.nextToken(), JsonToken.START_OBJECT);
    JsonFields.expectName(json, JsonFields.nextName(json), "events");
    json.nextToken();
    LoggedEvents.Snapshot events = LoggedEventsJson.read(json);
    Map<String, SavedLog> logs = new HashMap<>();
    JsonFields.startArray(json, "logs");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Map.Entry<String, SavedLog> log = SavedLogJson.read(json);
      logs.put(log.getKey(), log.getValue());
    }
    String failedLogins = "";
    if (json.nextToken() == JsonToken.FIELD_NAME) {
      JsonFields.expectName(json, json.currentName(), FAILED_LOGINS);
      JsonFields.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
      failedLogins = json.getText();
      json.nextToken();
    }
    JsonFields.expect(json, json.currentToken(), JsonToken.END_OBJECT);
    return new Saved(events, logs, failedLogins);
  }
}
