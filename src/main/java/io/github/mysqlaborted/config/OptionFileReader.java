package io.github.mysqlaborted.config;

import io.github.mysqlaborted.config.MyCnf.Option;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads option files as the MySQL clients do ({@code mysys/my_default.cc}), with two differences:
 * an included file that is missing, and a file that everybody may write, are errors here where the
 * clients pass over them.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/option-files.html">Using Option Files</a>
 */
final class OptionFileReader {
  /** As {@code max_recursion_level} of the clients. */
  private static final int MAXIMUM_DEPTH = 10;

  private final Path file;
  private final MyCnf.Builder builder;
  private final int depth;
  private Optional<String> group = Optional.empty();

  private OptionFileReader(Path file, MyCnf.Builder builder, int depth) {
    this.file = file;
    this.builder = builder;
    this.depth = depth;
  }

  static void read(Path file, MyCnf.Builder builder) throws ConfigException {
    new OptionFileReader(file, builder, 0).readLines("");
  }

  /**
   * @param includedBy the place that names this file, with a colon and a space behind, or nothing
   */
  private void readLines(String includedBy) throws ConfigException {
    List<String> lines;
    try {
      if (isWritableByAll()) {
        throw new ConfigException(
            includedBy
                + file
                + " is world-writable; MySQL's clients ignore such a file. Run chmod o-w");
      }
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigException(includedBy + file + " does not exist");
    } catch (CharacterCodingException e) {
      throw new ConfigException(includedBy + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException(includedBy + file + " cannot be read: " + reason(e));
    }
    for (int i = 0; i < lines.size(); i++) {
      readLine(lines.get(i).strip(), i + 1);
    }
  }

  private void readLine(String line, int number) throws ConfigException {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
      return;
    }
    if (line.startsWith("!")) {
      include(line, number);
    } else if (line.startsWith("[")) {
      openGroup(line, number);
    } else {
      readOption(line, number);
    }
  }

  private void openGroup(String line, int number) throws ConfigException {
    int end = line.indexOf(']');
    if (end < 0) {
      throw new ConfigException(place(number) + "the ] of [group] is missing");
    }
    String name = line.substring(1, end).strip();
    builder.group(name);
    group = Optional.of(name);
  }

  private void readOption(String line, int number) throws ConfigException {
    if (group.isEmpty()) {
      throw new ConfigException(place(number) + "option before the first [group]");
    }
    String text = OptionValue.withoutComment(line).strip();
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals).strip();
    Optional<String> value =
        equals < 0
            ? Optional.empty()
            : Optional.of(OptionValue.unquote(text.substring(equals + 1).strip()));
    builder.option(group.get(), name, new Option(value, file, number, isCutShort(line)));
  }

  private static boolean isCutShort(String line) {
    int end = OptionValue.withoutComment(line).length();
    return end > 0 && end < line.length() && !Character.isWhitespace(line.charAt(end - 1));
  }

  private void include(String line, int number) throws ConfigException {
    String[] words = line.split("\\s+", 2);
    String argument = words.length < 2 ? "" : words[1];
    if (argument.isEmpty() || !(words[0].equals("!include") || words[0].equals("!includedir"))) {
      throw new ConfigException(
          place(number) + "found " + words[0] + ", accepted: !include FILE, !includedir DIRECTORY");
    }
    if (depth == MAXIMUM_DEPTH) {
      throw new ConfigException(place(number) + "more than " + MAXIMUM_DEPTH + " nested includes");
    }
    Path target = Path.of(argument);
    List<Path> files =
        words[0].equals("!include") ? List.of(target) : optionFilesIn(target, number);
    for (Path included : files) {
      new OptionFileReader(included, builder, depth + 1).readLines(place(number));
    }
  }

  private List<Path> optionFilesIn(Path directory, int number) throws ConfigException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> entry.toString().endsWith(".cnf")).sorted().toList();
    } catch (IOException e) {
      throw new ConfigException(
          place(number) + "directory " + directory + " cannot be read: " + reason(e));
    }
  }

  private boolean isWritableByAll() throws IOException {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private String place(int number) {
    return file + ":" + number + ": ";
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }
}
