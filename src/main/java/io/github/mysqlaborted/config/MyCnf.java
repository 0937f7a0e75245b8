package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of a MySQL option file and of all that it includes. A later line wins over an earlier
 * one; {@code _} and {@code -} in a name are the same.
 */
public final class MyCnf {

  /**
   * One line of a group.
   *
   * @param value what stands behind {@code =}, unquoted; empty optional when there is no {@code =}
   * @param isCutShort whether a comment begins right behind it, without a space
   */
  record Option(Optional<String> value, Path file, int line, boolean isCutShort) {
    Option {
      requireNonNull(value, "value");
      requireNonNull(file, "file");
    }

    String place() {
      return file + ":" + line;
    }

    /**
     * The value.
     *
     * @param name of the option
     * @throws ConfigException if it has none; only a password may be empty
     */
    String text(String name) throws ConfigException {
      return value
          .filter(text -> !text.isEmpty() || name.equals("password"))
          .orElseThrow(() -> new ConfigException(place() + ": " + name + " has no value"));
    }
  }

  /** No option file at all. */
  public static final MyCnf EMPTY = new MyCnf(Map.of());

  private final Map<String, Map<String, Option>> groups;

  private MyCnf(Map<String, Map<String, Option>> groups) {
    Map<String, Map<String, Option>> copy = new HashMap<>();
    groups.forEach((name, options) -> copy.put(name, Map.copyOf(options)));
    this.groups = Map.copyOf(copy);
  }

  /** Reads {@code file} and what it includes. */
  public static MyCnf read(Path file) throws ConfigException {
    Builder builder = new Builder();
    OptionFileReader.read(file, builder);
    return new MyCnf(builder.groups);
  }

  /** Reads the given file, which must be there, or else {@code .my.cnf} in {@code home} if any. */
  public static MyCnf find(Optional<Path> given, Path home) throws ConfigException {
    Path usual = home.resolve(".my.cnf");
    if (given.isPresent()) {
      return read(given.get());
    }
    return Files.exists(usual) ? read(usual) : EMPTY;
  }

  /** What is hardly meant, one line each. */
  List<String> hints() {
    return OptionHints.of(groups);
  }

  Set<String> groups() {
    return groups.keySet();
  }

  boolean hasGroup(String group) {
    return groups.containsKey(group);
  }

  /** The option that wins: of the last of {@code groupNames} that has it. */
  Optional<Option> option(List<String> groupNames, String name) {
    Option winner = null;
    for (String group : groupNames) {
      winner = groups.getOrDefault(group, Map.of()).getOrDefault(name, winner);
    }
    return Optional.ofNullable(winner);
  }

  /** Collects lines in the order in which they are read. */
  static final class Builder {
    private final Map<String, Map<String, Option>> groups = new LinkedHashMap<>();

    void group(String group) {
      groups.computeIfAbsent(group, name -> new LinkedHashMap<>());
    }

    void option(String group, String name, Option option) {
      groups.get(group).put(name.replace('_', '-').toLowerCase(Locale.ROOT), option);
    }
  }
}
