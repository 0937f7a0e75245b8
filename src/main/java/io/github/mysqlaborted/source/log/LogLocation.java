package io.github.mysqlaborted.source.log;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a log is: a path, beside which rotation leaves older files, or a glob, all of whose files
 * are the log and the newest is the live one.
 */
public final class LogLocation {

  /** A rotation takes milliseconds, as a look does. */
  private static final int MOST_LOOKS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(LogLocation.class);

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  /** What stands beside a log and is no part of it: editors' and rsync's leftovers. */
  private static final Pattern LEFTOVER =
      Pattern.compile(".*(\\.(bz2|xz|zst|lz4|zip|Z|swp|tmp|pid|offset)|~)");

  /** MySQL's JSON sink {@code <log_error>.00.json}, which says again what the log says. */
  private static final Pattern JSON_SINK = Pattern.compile(".*\\.\\d\\d\\.json(\\..*)?");

  private static final String PACKED = ".gz";

  private final String source;
  private final Path directory;
  private final Optional<Path> single;
  private final Predicate<String> older;

  private LogLocation(
      String source, Path directory, Optional<Path> single, Predicate<String> older) {
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
    FileSystem files = directory.getFileSystem();
    PathMatcher matcher = files.getPathMatcher("glob:" + name);
    return new LogLocation(
        source, directory, Optional.empty(), other -> matcher.matches(files.getPath(other)));
  }

  /**
   * The names that rotation gives to what was {@code name}: {@code error.log.1}, {@code
   * error.log-20261122}, {@code error.log.old}, {@code error-20261122.log}.
   */
  private static Predicate<String> olderThan(String name) {
    int dot = Math.max(name.lastIndexOf('.'), 0);
    Pattern dated =
        Pattern.compile(
            Pattern.quote(name.substring(0, dot))
                + "[-._]\\d[-\\d_.T]*"
                + Pattern.quote(name.substring(dot)));
    boolean json = name.endsWith(".json");
    return other -> {
      boolean suffixed = other.startsWith(name) && other.length() > name.length();
      return (suffixed || (dot > 0 && dated.matcher(other).matches()))
          && (json || !JSON_SINK.matcher(other).matches());
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

  /**
   * The live file.
   *
   * @throws IOException if it is no regular file, or cannot be asked what it is
   */
  Optional<LogFile> current() throws IOException {
    return single.isPresent() ? ifThere(single.get()) : list().current();
  }

  /**
   * The files of the log. While rotation renames them one after the other, a look may miss some, so
   * it takes two that agree.
   *
   * @throws IOException if the live one is no regular file, or cannot be asked what it is
   */
  LogListing list() throws IOException {
    LogListing last = look();
    for (int looks = 1; looks < MOST_LOOKS; looks++) {
      LogListing next = look();
      if (next.keys().equals(last.keys())) {
        return next;
      }
      last = next;
    }
    return last;
  }

  private LogListing look() throws IOException {
    List<LogFile> files =
        entries(name -> older.test(name) && !name.endsWith(PACKED) && !isLeftover(name));
    Optional<LogFile> current = Optional.empty();
    if (single.isPresent()) {
      current = ifThere(single.get());
    } else if (!files.isEmpty()) {
      current = Optional.of(files.get(files.size() - 1));
    }
    List<LogFile> rotated = new ArrayList<>();
    for (LogFile file : files) {
      if (current.filter(file::isSameAs).isEmpty() && rotated.stream().noneMatch(file::isSameAs)) {
        rotated.add(file);
      }
    }
    return new LogListing(rotated, current);
  }

  /** The files that were packed after they were rotated, the oldest first; two looks agree too. */
  List<LogFile> packed() throws IOException {
    List<LogFile> last = lookForPacked();
    for (int looks = 1; looks < MOST_LOOKS; looks++) {
      List<LogFile> next = lookForPacked();
      if (next.equals(last)) {
        return next;
      }
      last = next;
    }
    return last;
  }

  private List<LogFile> lookForPacked() throws IOException {
    return entries(
        name ->
            name.endsWith(PACKED)
                && older.test(name.substring(0, name.length() - PACKED.length())));
  }

  private static boolean isLeftover(String name) {
    return LEFTOVER.matcher(name).matches();
  }

  private static Optional<LogFile> ifThere(Path path) throws IOException {
    try {
      return Optional.of(LogFile.at(path));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /**
   * Generations are written one after the other, so the time of the last write orders them; a file
   * system's clock ticks in milliseconds, so names decide where two are equal.
   */
  private List<LogFile> entries(Predicate<String> wanted) throws IOException {
    List<LogFile> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, path -> wanted.test(path.getFileName().toString()))) {
      for (Path entry : entries) {
        try {
          found.add(LogFile.at(entry));
        } catch (IOException goneOrNoFile) {
          LOG.debug("{} is passed over", entry, goneOrNoFile);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      LOG.debug("{} is not there", directory, none);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(comparing(LogFile::written).thenComparing(file -> file.path(), oldestNameFirst()));
    return found;
  }

  /** {@code .2} is older than {@code .1}; a date is older than a later one. */
  private static Comparator<Path> oldestNameFirst() {
    return comparing(LogLocation::rotationNumber, reverseOrder()).thenComparing(naturalOrder());
  }

  private static int rotationNumber(Path path) {
    String name = path.getFileName().toString();
    String digits = name.substring(name.lastIndexOf('.') + 1);
    return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : 0;
  }
}
