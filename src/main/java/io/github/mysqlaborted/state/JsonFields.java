package io.github.mysqlaborted.state;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;

/**
 * Strict reading of a saved state: each field in its place, under its name, of its type. What is
 * otherwise fails with a {@link JsonParseException}.
 */
public final class JsonFields {

  /** As many as a metric can show exactly; at a million a second, it takes 285 years. */
  private static final long MOST = 1L << 53;

  /** The year 9999. */
  private static final long MOST_SECONDS = 253_402_300_799L;

  private static final long NANOS = 1_000_000_000L;

  private JsonFields() {}

  public static String text(JsonParser json, String name) throws IOException {
    expectName(json, nextName(json), name);
    expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    return json.getText();
  }

  public static int integer(JsonParser json, String name) throws IOException {
    expectName(json, nextName(json), name);
    expect(json, json.nextToken(), JsonToken.VALUE_NUMBER_INT);
    return json.getIntValue();
  }

  public static long number(JsonParser json, String name) throws IOException {
    expectName(json, nextName(json), name);
    expect(json, json.nextToken(), JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  /** A number of things that were counted. */
  public static long count(JsonParser json, String name) throws IOException {
    long count = number(json, name);
    if (count < 0 || count > MOST) {
      throw new JsonParseException(json, "found " + name + " " + count);
    }
    return count;
  }

  /** A time in seconds since 1970 and what is beyond them in nanoseconds. */
  public static Instant instant(JsonParser json, String seconds, String nanos) throws IOException {
    long second = number(json, seconds);
    long nano = number(json, nanos);
    if (Math.abs(second) > MOST_SECONDS || nano < 0 || nano >= NANOS) {
      throw new JsonParseException(json, "found the time " + second + " s " + nano + " ns");
    }
    return Instant.ofEpochSecond(second, nano);
  }

  public static String nextName(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.FIELD_NAME);
    return json.currentName();
  }

  public static void expectName(JsonParser json, String found, String expected)
      throws JsonParseException {
    if (!found.equals(expected)) {
      throw new JsonParseException(json, "found field " + found + " instead of " + expected);
    }
  }

  public static void expect(JsonParser json, JsonToken found, JsonToken expected)
      throws JsonParseException {
    if (found != expected) {
      throw new JsonParseException(json, "found " + found + " instead of " + expected);
    }
  }

  /** Goes into the array of that name. */
  public static void startArray(JsonParser json, String name) throws IOException {
    expectName(json, nextName(json), name);
    expect(json, json.nextToken(), JsonToken.START_ARRAY);
  }

  /** Goes to the end of an object that must have no more fields. */
  public static void endObject(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.END_OBJECT);
  }
}
