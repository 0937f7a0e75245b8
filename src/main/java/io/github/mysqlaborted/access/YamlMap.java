package io.github.mysqlaborted.access;

import io.github.mysqlaborted.config.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file. Errors name file, line and key; they show a value only where the caller
 * says that it is none to hide.
 */
final class YamlMap {

  /** No such file is larger. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private final Path file;
  private final String path;
  private final Map<String, Node> values;
  private final Map<String, Integer> lines;

  private YamlMap(Path file, String path, MappingNode node) throws ConfigException {
    this.file = file;
    this.path = path;
    this.values = new LinkedHashMap<>();
    this.lines = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw problem(line(tuple.getKeyNode()), path + "a key has to be a string");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw problem(line(key), path + key.getValue() + ": is given twice");
      }
      lines.put(key.getValue(), line(key));
    }
  }

  /** The file as a whole; empty for an empty one. */
  static YamlMap read(Path file) throws ConfigException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + reason(e));
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new ConfigException(file + ": is larger than 1 MiB, which no such file is");
    }
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
      if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
        return new YamlMap(file, "", emptyMap());
      }
      if (root.get() instanceof MappingNode map) {
        return new YamlMap(file, "", map);
      }
      throw new ConfigException(
          place(file, line(root.get())) + "found no keys, accepted: the keys of docs/https.md");
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(
          place(file, e.getProblemMark().map(YamlMap::line).orElse(1))
              + "is not valid YAML: "
              + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": is not valid YAML: " + e.getMessage());
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
  }

  private static MappingNode emptyMap() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
  }

  /** Refuses keys other than these. */
  void requireKnown(Set<String> known) throws ConfigException {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw problem(
            lines.get(key),
            path + key + ": is not a key, accepted: " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** The mapping under a key; an empty one where it is not there. */
  YamlMap map(String key) throws ConfigException {
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return new YamlMap(file, path + key + ".", emptyMap());
    }
    if (node instanceof MappingNode map) {
      return new YamlMap(file, path + key + ".", map);
    }
    throw problem(key, "found a " + kind(node) + ", accepted: a mapping");
  }

  /** The text under a key; an empty one is as none, as in Go. */
  Optional<String> text(String key) throws ConfigException {
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue()).filter(text -> !text.isEmpty());
    }
    throw problem(key, "found a " + kind(node) + ", accepted: a string");
  }

  boolean flag(String key, boolean otherwise) throws ConfigException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    return switch (text.get()) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw unaccepted(key, text.get(), "true, false");
    };
  }

  /** The strings of a list. */
  List<String> texts(String key) throws ConfigException {
    Node node = values.get(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw problem(key, "found a " + kind(node) + ", accepted: a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar)) {
        throw problem(line(item), path + key + ": found a " + kind(item) + ", accepted: a string");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  /** Whether there is a value under it. */
  boolean has(String key) throws ConfigException {
    Node node = values.get(key);
    return node != null
        && !isNull(node)
        && !(node instanceof ScalarNode scalar && scalar.getValue().isEmpty());
  }

  /** What is wrong with the value of a key, or with its absence. */
  ConfigException problem(String key, String what) {
    return problem(lines.getOrDefault(key, firstLine()), path + key + ": " + what);
  }

  /** A value that is none of those that can be had. */
  ConfigException unaccepted(String key, String found, String accepted) {
    return problem(key, "found " + printable(found) + ", accepted: " + accepted);
  }

  /** A path is taken from the file's own folder, as exporter-toolkit does it. */
  Path beside(String other) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of(other) : folder.resolve(other);
  }

  private int firstLine() {
    return lines.values().stream().findFirst().orElse(1);
  }

  private ConfigException problem(int line, String message) {
    return new ConfigException(place(file, line) + message);
  }

  private static String place(Path file, int line) {
    return file + ":" + line + ": ";
  }

  private static int line(Node node) {
    return node.getStartMark().map(YamlMap::line).orElse(1);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "mapping";
      case SEQUENCE -> "list";
      default -> "single value";
    };
  }

  private static String printable(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
