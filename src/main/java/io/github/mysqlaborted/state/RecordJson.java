package io.github.mysqlaborted.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Records as JSON, by the names of their components, and back.
 *
 * <p>A component is a number, a boolean, a string, an enum constant, an {@link Instant}, a {@link
 * Duration}, another record, a sealed interface of records, or an optional, a list, a set or a map
 * of these. A map is an array of pairs, so that its keys can be records too. Of a sealed interface,
 * the first field {@code type} names the record.
 *
 * <p>Strict: each component in its place and of its type, nothing else. What a value may be, the
 * constructors of the records say. Only the last components of a record may be missing, if there is
 * a first: a boolean is then false, and an optional, a list, a set or a map empty, so that one can
 * be added to what earlier versions saved.
 */
public final class RecordJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String TYPE = "type";

  private RecordJson() {}

  /** The record as one JSON object. */
  public static byte[] write(Record value) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(content)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  /**
   * Reads what {@link #write(Record)} wrote.
   *
   * @throws IOException if it is no record of that type
   */
  public static <T extends Record> T read(byte[] content, Class<T> type) throws IOException {
    try (JsonParser json = JSON.createParser(content)) {
      T value = read(json, type);
      expect(json, json.nextToken() == null);
      return value;
    }
  }

  /** Writes the record as one object. */
  static void write(JsonGenerator json, Record value) throws IOException {
    writeRecord(json, value, false);
  }

  /**
   * Reads what {@link #write(JsonGenerator, Record)} wrote.
   *
   * @param json stands before the object, and afterwards at its end
   * @throws JsonParseException if it is no record of that type
   */
  static <T extends Record> T read(JsonParser json, Class<T> type) throws IOException {
    json.nextToken();
    return type.cast(readRecord(json, type));
  }

  private static void write(JsonGenerator json, Object value, Type type) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Optional<?> optional) {
      write(json, optional.orElse(null), argument(type, 0));
    } else if (value instanceof OptionalLong optional) {
      write(json, optional.isPresent() ? optional.getAsLong() : null, Long.class);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartArray();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeStartArray();
        write(json, entry.getKey(), argument(type, 0));
        write(json, entry.getValue(), argument(type, 1));
        json.writeEndArray();
      }
      json.writeEndArray();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item, argument(type, 0));
      }
      json.writeEndArray();
    } else if (value instanceof Record part) {
      writeRecord(json, part, raw(type).isInterface());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value instanceof Enum<?> constant ? constant.name() : value.toString());
    }
  }

  private static void writeRecord(JsonGenerator json, Record value, boolean named)
      throws IOException {
    json.writeStartObject();
    if (named) {
      json.writeStringField(TYPE, value.getClass().getSimpleName());
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      json.writeFieldName(component.getName());
      write(json, get(component, value), component.getGenericType());
    }
    json.writeEndObject();
  }

  private static Object get(RecordComponent component, Record value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object read(JsonParser json, Type type) throws IOException {
    Class<?> raw = raw(type);
    boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
    if (raw == Optional.class) {
      return isNull ? Optional.empty() : Optional.of(read(json, argument(type, 0)));
    } else if (raw == OptionalLong.class) {
      return isNull ? OptionalLong.empty() : OptionalLong.of((long) read(json, long.class));
    } else if (isNull) {
      expect(json, !raw.isPrimitive());
      return null;
    } else if (raw == Map.class) {
      return readMap(json, type);
    } else if (Collection.class.isAssignableFrom(raw)) {
      return readItems(json, raw, argument(type, 0));
    } else if (raw.isRecord() || raw.isSealed()) {
      return readRecord(json, raw);
    } else if (raw == boolean.class) {
      expect(json, json.currentToken().isBoolean());
      return json.getBooleanValue();
    } else if (raw == int.class || raw == long.class || raw == Long.class) {
      expect(json, json.currentToken() == JsonToken.VALUE_NUMBER_INT);
      return raw == int.class ? (Object) json.getIntValue() : (Object) json.getLongValue();
    }
    expect(json, json.currentToken() == JsonToken.VALUE_STRING);
    return readText(json, raw);
  }

  private static Object readText(JsonParser json, Class<?> raw) throws IOException {
    String text = json.getText();
    if (raw == String.class) {
      return text;
    }
    try {
      if (raw == Instant.class) {
        return Instant.parse(text);
      }
      return raw == Duration.class
          ? Duration.parse(text)
          : Arrays.stream(raw.getEnumConstants())
              .filter(constant -> ((Enum<?>) constant).name().equals(text))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("found " + text));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new JsonParseException(json, e.getMessage(), e);
    }
  }

  private static Map<Object, Object> readMap(JsonParser json, Type type) throws IOException {
    expect(json, json.currentToken() == JsonToken.START_ARRAY);
    Map<Object, Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken() == JsonToken.START_ARRAY);
      json.nextToken();
      Object key = read(json, argument(type, 0));
      json.nextToken();
      if (map.put(key, read(json, argument(type, 1))) != null) {
        throw new JsonParseException(json, "found twice: " + key);
      }
      expect(json, json.nextToken() == JsonToken.END_ARRAY);
    }
    return map;
  }

  private static Collection<Object> readItems(JsonParser json, Class<?> raw, Type type)
      throws IOException {
    expect(json, json.currentToken() == JsonToken.START_ARRAY);
    Collection<Object> items = raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(json, type));
    }
    return items;
  }

  private static Record readRecord(JsonParser json, Class<?> raw) throws IOException {
    expect(json, json.currentToken() == JsonToken.START_OBJECT);
    Class<?> type = raw.isInterface() ? named(json, raw) : raw;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    json.nextToken();
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      if (i > 0 && json.currentToken() == JsonToken.END_OBJECT) {
        values[i] = absent(json, components[i]);
      } else {
        expectName(json, components[i].getName());
        values[i] = read(json, components[i].getGenericType());
        json.nextToken();
      }
    }
    expect(json, json.currentToken() == JsonToken.END_OBJECT);
    return make(json, type, types, values);
  }

  private static Class<?> named(JsonParser json, Class<?> sealed) throws IOException {
    goTo(json, TYPE);
    String name = json.getText();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.getSimpleName().equals(name)) {
        return permitted;
      }
    }
    throw new JsonParseException(json, "found " + name);
  }

  private static Object absent(JsonParser json, RecordComponent component) throws IOException {
    if (component.getType() == boolean.class) {
      return false;
    }
    if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    if (component.getType() == Map.class) {
      return Map.of();
    }
    if (component.getType() == Set.class) {
      return Set.of();
    }
    if (component.getType() == List.class) {
      return List.of();
    }
    throw new JsonParseException(json, "found no " + component.getName());
  }

  private static void goTo(JsonParser json, String name) throws IOException {
    json.nextToken();
    expectName(json, name);
  }

  private static void expectName(JsonParser json, String name) throws IOException {
    if (!name.equals(json.currentName())) {
      throw new JsonParseException(json, "found " + json.currentName() + " instead of " + name);
    }
    json.nextToken();
  }

  private static Record make(JsonParser json, Class<?> type, Class<?>[] types, Object[] values)
      throws IOException {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new JsonParseException(json, "found " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void expect(JsonParser json, boolean holds) throws JsonParseException {
    if (!holds) {
      throw new JsonParseException(json, "found " + json.currentToken());
    }
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private static Type argument(Type type, int number) {
    return ((ParameterizedType) type).getActualTypeArguments()[number];
  }
}
