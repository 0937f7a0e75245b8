package io.github.mysqlaborted.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that has to survive a restart, in one file that is replaced as a whole. That it is one file
 * is what makes counting exact: there is no moment at which the positions in the logs are saved and
 * the counts of their events are not.
 *
 * <p>The content is one JSON object with a field for each {@link Part}. A part that is not in the
 * file starts anew; a file with anything that no part understands is set aside as a whole.
 */
public final class CheckpointFile implements Closeable {

  private static final JsonFactory JSON = new JsonFactory();

  private final CheckpointStore store;

  /** What is on the disk, if this object has written it: a look at quiet logs need not write. */
  private List<Record> stored = List.of();

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

  /**
   * Gives each part what was saved of it.
   *
   * @return false if what was saved cannot be gone on from and is set aside; some parts may have
   *     been restored then, and all have to be made anew
   */
  public boolean restore(List<Part<?>> parts) {
    byte[] content = store.load().orElse(null);
    if (content == null) {
      return true;
    }
    try {
      Map<String, Record> saved = read(content, parts);
      for (Part<?> part : parts) {
        restore(part, saved.get(part.name()));
      }
      return true;
    } catch (JsonProcessingException e) {
      store.setAside("not understood: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      store.setAside("not understood: " + e.getMessage());
    }
    return false;
  }

  private static <S extends Record> void restore(Part<S> part, Record saved) {
    if (saved != null) {
      part.restore().accept(part.type().cast(saved));
    }
  }

  /** Whether the directory is still this process'; to be asked again and again. */
  public boolean keep() {
    return store.keep();
  }

  /** Saves what changed since the last time, and says whether all is on the disk. */
  public boolean save(List<Part<?>> parts) {
    List<Record> now = new ArrayList<>();
    for (Part<?> part : parts) {
      now.add(part.save().get());
    }
    if (store.isWritable() && now.equals(stored)) {
      return true;
    }
    boolean onDisk = store.store(write(parts, now));
    stored = onDisk ? now : List.of();
    return onDisk;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static byte[] write(List<Part<?>> parts, List<Record> values) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(content)) {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(parts.get(i).name());
        RecordJson.write(json, values.get(i));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  private static Map<String, Record> read(byte[] content, List<Part<?>> parts) throws IOException {
    Map<String, Record> saved = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "found no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        Part<?> part =
            parts.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new JsonParseException(json, "found field " + name));
        if (saved.put(name, RecordJson.read(json, part.type())) != null) {
          throw new JsonParseException(json, "found twice: " + name);
        }
      }
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "found more than one object");
      }
    }
    return saved;
  }
}
