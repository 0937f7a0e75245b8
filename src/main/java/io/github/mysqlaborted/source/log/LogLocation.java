package io.github.mysqlaborted.source.log;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where a log is: a path, beside which rotation leaves older files, or a glob, all of whose files
 * are the log and the newest is the live one.
 */
public final class LogLocation {

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  /**
   * What stands beside a log and is no older part of it: archives, whose content was read before
   * they were packed; MySQL's JSON sink {@code <log_error>.00.json}, which says the same again;
   * editors' and rsync's leftovers.
   */
  private static final Pattern NO_GENERATION =
      Pattern.compile(
          ".*(\\.(gz|bz2|xz|zst|lz4|zip|Z|swp|tmp|pid|offset)|\\.\\d\\d\\.json(\\..*)?|~)");

  private final String source;
  private final Path directory;
  private final Optional<Path> single;
  private final Predicate<Path> older;

  private LogLocation(String source, Path directory, Optional<Path> single, Predicate<Path> older) {
    this.source = source;
    this.directory = directory;
    this.single = single;
    this.older = older;
  }

  /** A path, or a glob in its last element. */
  public static LogLocation of(String source) {
    int slash = source.lastIndexOf('/');
    String name = source.substring(slash + 1);
    if (!GLOB.matcher(name).find()) {
      Path path = Path.of(source).toAbsolutePath();
      return new LogLocation(
          source, path.getParent(), Optional.of(path), olderThan(path.getFileName().toString()));
    }
    Path directory = Path.of(slash < 0 ? "" : source.substring(0, slash + 1)).toAbsolutePath();
    PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + name);
    return new LogLocation(
        source, directory, Optional.empty(), path -> matcher.matches(path.getFileName()));
  }

  /**
   * The names that rotation gives to what was {@code name}: {@code error.log.1}, {@code
   * error.log-20261122}, {@code error.log.old}, {@code error-20261122.log}.
   */
  private static Predicate<Path> olderThan(String name) {
    int dot = name.lastIndexOf('.');
    Pattern inner =
        dot < 1
            ? null
            : Pattern.compile(
                Pattern.quote(name.substring(0, dot))
                    + "[-._]\\d[-\\d_.T]*"
                    + Pattern.quote(name.substring(dot)));
    boolean json = name.endsWith(".json");
    return path -> {
      String other = path.getFileName().toString();
      boolean suffixed = other.startsWith(name) && other.length() > name.length();
      boolean infixed = inner != null && inner.matcher(other).matches();
      return (suffixed || infixed) && (json || !NO_GENERATION.matcher(other).matches());
    };
  }

  /** The path or glob as given. */
  public String source() {
    return source;
  }

  /** Whether the files of the log are found by a pattern. */
  boolean isGlob() {
    return single.isEmpty();
  }

  /** The live file, or empty if there is none now. */
  Optional<Path> current() throws IOException {
    if (single.isPresent()) {
      return single.filter(Files::exists);
    }
    List<Path> all = list();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The other files of the log, the oldest first. */
  List<Path> rotated() throws IOException {
    List<Path> files = list();
    if (single.isEmpty() && !files.isEmpty()) {
      files.remove(files.size() - 1);
    }
    return files;
  }

  /**
   * Generations are written one after the other, so the time of the last write orders them; a file
   * system's clock ticks in milliseconds, so names decide where two are equal.
   */
  private List<Path> list() throws IOException {
    record Dated(Path path, FileTime time) {}
    List<Dated> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, older::test)) {
        for (Path entry : entries) {
          regularFileTime(entry).ifPresent(time -> found.add(new Dated(entry, time)));
        }
      }
    }
    found.sort(comparing(Dated::time).thenComparing(Dated::path, oldestNameFirst()));
    List<Path> paths = new ArrayList<>();
    found.forEach(dated -> paths.add(dated.path()));
    return paths;
  }

  /** When a regular file was written last; empty for all else and for what is gone by now. */
  private static Optional<FileTime> regularFileTime(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(attributes)
          .filter(BasicFileAttributes::isRegularFile)
          .map(BasicFileAttributes::lastModifiedTime);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** {@code .2} is older than {@code .1}; a date is older than a later one. */
  private static Comparator<Path> oldestNameFirst() {
    return (a, b) -> {
      String first = a.getFileName().toString();
      String second = b.getFileName().toString();
      Optional<Integer> firstNumber = rotationNumber(first);
      Optional<Integer> secondNumber = rotationNumber(second);
      return firstNumber.isPresent() && secondNumber.isPresent()
          ? secondNumber.get().compareTo(firstNumber.get())
          : first.compareTo(second);
    };
  }

  private static Optional<Integer> rotationNumber(String name) {
    String digits = name.substring(name.lastIndexOf('.') + 1);
    return digits.matches("\\d{1,4}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }
}
