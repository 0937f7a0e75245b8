package io.github.mysqlaborted.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML documents, read without a schema; a missing key is an empty map or list. */
final class Yaml {
  private Yaml() {}

  static Map<?, ?> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document that is a map; JSON is YAML too. */
  static Map<?, ?> parse(String document) {
    return (Map<?, ?>) load(document);
  }

  /** A document that is a list of maps. */
  static List<Map<?, ?>> parseList(String document) {
    return ((List<?>) load(document)).stream().<Map<?, ?>>map(value -> (Map<?, ?>) value).toList();
  }

  private static Object load(String document) {
    return new Load(LoadSettings.builder().build()).loadFromString(document);
  }

  static Map<?, ?> map(Map<?, ?> parent, String key) {
    return Optional.<Object>ofNullable(parent.get(key))
        .map(value -> (Map<?, ?>) value)
        .orElse(Map.of());
  }

  /** The list at {@code key}, of maps. */
  static List<Map<?, ?>> maps(Map<?, ?> parent, String key) {
    return Optional.<Object>ofNullable(parent.get(key)).stream()
        .flatMap(value -> ((List<?>) value).stream())
        .<Map<?, ?>>map(value -> (Map<?, ?>) value)
        .toList();
  }

  static String text(Map<?, ?> parent, String key) {
    return Optional.<Object>ofNullable(parent.get(key)).orElse("").toString();
  }

  /** The map at {@code key}, with its values as text. */
  static Map<String, String> texts(Map<?, ?> parent, String key) {
    return map(parent, key).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().toString(), entry -> entry.getValue().toString()));
  }
}
