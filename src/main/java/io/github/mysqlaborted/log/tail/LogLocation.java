package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a log is: a path, beside which rotation leaves older files, or a glob, all of whose files
 * are the log of one server and the newest is the live one.
 */
public final class LogLocation {

  /** A rotation takes milliseconds, as a look does. */
  private static final int MOST_LOOKS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(LogLocation.class);

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  /** What a glob may find and is no part of a log: editors' and rsync's leftovers. */
  private static final Pattern LEFTOVER = Pattern.compile(".*(\\.(swp|tmp|pid|offset)|~)");

  private final String source;
  private final Path directory;
  private final Optional<Path> single;

  /** What rotation called a file; empty if it is none of this log. */
  private final Function<String, Optional<RotatedName>> names;

  private LogLocation(
      String source,
      Path directory,
      Optional<Path> single,
      Function<String, Optional<RotatedName>> names) {
    this.source = source;
    this.directory = directory;
    this.single = single;
    this.names = names;
  }

  /** A path, or a glob in its last element. */
  public static LogLocation of(String source) {
    int slash = source.lastIndexOf('/');
    String name = source.substring(slash + 1);
    if (!GLOB.matcher(name).find()) {
      Path path = Path.of(source).toAbsolutePath();
      String live = path.getFileName().toString();
      return new LogLocation(
          source,
          path.getParent(),
          Optional.of(path),
          other -> RotatedName.of(live, Packing.unpackedName(other)));
    }
    Path directory = Path.of(slash < 0 ? "" : source.substring(0, slash + 1)).toAbsolutePath();
    FileSystem files = directory.getFileSystem();
    PathMatcher matcher = files.getPathMatcher("glob:" + name);
    return new LogLocation(
        source,
        directory,
        Optional.empty(),
        other ->
            !LEFTOVER.matcher(other).matches()
                    && (matcher.matches(files.getPath(other))
                        || matcher.matches(files.getPath(Packing.unpackedName(other))))
                ? Optional.of(RotatedName.NONE)
                : Optional.empty());
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
   * The live file of a path.
   *
   * @throws IOException if it is no regular file, or cannot be asked what it is
   */
  Optional<LogFile> live() throws IOException {
    return ifThere(single.orElseThrow());
  }

  /** When a file was made, renamed or deleted in the folder; empty if there is no folder. */
  Optional<FileTime> changed() throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(directory));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * The files of the log. While rotation renames them one after the other, a look may miss some, so
   * it takes two that agree.
   *
   * @param foreign the keys of files that a glob finds and that are not of this log
   * @throws IOException if the live one is no regular file, or cannot be asked what it is
   */
  LogListing list(Set<String> foreign) throws IOException {
    LogListing last = look(foreign);
    for (int looks = 1; looks < MOST_LOOKS; looks++) {
      LogListing next = look(foreign);
      if (next.keys().equals(last.keys())) {
        return next;
      }
      last = next;
    }
    return last;
  }

  private LogListing look(Set<String> foreign) throws IOException {
    List<LogFile> files = entries();
    files.removeIf(file -> foreign.contains(file.key()));
    return LogListing.of(files, single.isPresent() ? ifThere(single.get()) : newest(files));
  }

  private static Optional<LogFile> newest(List<LogFile> files) {
    return files.stream()
        .filter(file -> file.packing() == Packing.NONE)
        .max(
            (one, other) -> {
              int byTime = one.written().compareTo(other.written());
              return byTime != 0 ? byTime : one.path().compareTo(other.path());
            });
  }

  private static Optional<LogFile> ifThere(Path path) throws IOException {
    try {
      return Optional.of(LogFile.at(path));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private List<LogFile> entries() throws IOException {
    List<LogFile> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String file = entry.getFileName().toString();
        Optional<RotatedName> name = names.apply(file);
        if (name.isPresent()) {
          add(entry, name.get(), Packing.of(file), found);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      LOG.debug("{} is not there", directory, none);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static void add(Path entry, RotatedName name, Packing packing, List<LogFile> found) {
    try {
      found.add(LogFile.at(entry, name, packing));
    } catch (IOException goneOrNoFile) {
      LOG.debug("{} is passed over", entry, goneOrNoFile);
    }
  }
}
