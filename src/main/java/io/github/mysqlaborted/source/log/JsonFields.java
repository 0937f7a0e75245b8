package io.github.mysqlaborted.source.log;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Strict reading of a saved state: each field in its place, under its name, of its type. What is
 * otherwise fails with a {@link JsonParseException}.
 */
public final class JsonFields {

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
