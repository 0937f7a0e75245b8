package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at where a log is, at what a look costs in mind: of a glob over thousands of files, each is
 * asked for only when a file came or went, and now and then. Not thread-safe.
 */
final class LogFolder {

  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

  /** At 400 ms a look, more than the 2 seconds of the coarsest clock of a file system. */
  static final int LOOKS = 8;

  private final LogLocation location;
  private final Set<String> foreign = new HashSet<>();
  private Optional<FileTime> changed = Optional.empty();
  private int looksSince;
  private int looksOld = LOOKS;
  private Optional<LogFile> newest = Optional.empty();
  private Optional<LogListing> last = Optional.empty();

  LogFolder(LogLocation location) {
    this.location = location;
  }

  LogLocation location() {
    return location;
  }

  /** A glob finds a file that is not of this log. */
  void exclude(LogFile file) {
    foreign.add(file.key());
    looksOld = LOOKS;
  }

  /** Whether no file has come or gone for some looks. To be asked once a look. */
  boolean isQuiet() throws IOException {
    Optional<FileTime> now = location.changed();
    looksSince = now.equals(changed) ? Math.min(looksSince + 1, LOOKS) : 0;
    changed = now;
    return looksSince == LOOKS;
  }

  /**
   * The live file. That of a glob is found again at least every {@link #LOOKS} looks.
   *
   * @throws IOException if it is no regular file, or cannot be asked what it is
   */
  Optional<LogFile> current() throws IOException {
    if (!location.isGlob()) {
      return location.live();
    }
    if (looksSince == LOOKS && looksOld < LOOKS && newest.isPresent()) {
      looksOld++;
      try {
        newest = Optional.of(LogFile.at(newest.get().path()));
        return newest;
      } catch (NoSuchFileException renamed) {
        LOG.debug("{} is looked for anew", location.source(), renamed);
      }
    }
    return list().current();
  }

  LogListing list() throws IOException {
    LogListing listing = location.list(foreign);
    if (location.isGlob()) {
      last = Optional.of(listing);
      newest = listing.current();
      looksOld = 0;
    }
    return listing;
  }

  /** What a glob found, if that was not asked for before. */
  Optional<LogListing> takeListingOfGlob() {
    Optional<LogListing> taken = last;
    last = Optional.empty();
    return taken;
  }
}
