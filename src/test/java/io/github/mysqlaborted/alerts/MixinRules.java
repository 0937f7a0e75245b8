package io.github.mysqlaborted.alerts;

import static io.github.mysqlaborted.alerts.AlertFiles.RULES;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The rule file as JSON, for the mixin: not every jsonnet reads YAML with texts of several lines.
 */
final class MixinRules {
  static final Path FILE = Path.of("deploy", "mixin", "rules.json");

  private MixinRules() {}

  static String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, Yaml.read(RULES));
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object one : list) {
        write(json, one);
      }
      json.writeEndArray();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      json.writeRawValue(String.valueOf(value));
    }
  }

  static void write() throws IOException {
    Files.writeString(FILE, json());
  }
}
