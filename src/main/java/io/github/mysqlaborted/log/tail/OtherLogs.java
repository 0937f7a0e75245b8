package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows another server's log by this: a file that was read to its end is written again. A server
 * never returns to the log before, once it has written to the next. Not thread-safe.
 */
final class OtherLogs {

  private static final Logger LOG = LoggerFactory.getLogger(OtherLogs.class);

  private final LogFolder folder;
  private final GenerationFinder finder;
  private final Set<String> said = new HashSet<>();
  private Optional<String> refused = Optional.empty();
  private int lost;

  OtherLogs(LogFolder folder, GenerationFinder finder) {
    this.folder = folder;
    this.finder = finder;
  }

  /** Says which files beside a path are passed over, once each. */
  void warn(LogListing listing, Collection<Generation> open) {
    for (LogFile file : listing.rotated()) {
      if (!folder.location().isGlob() && isWritten(file, open) && said.add(file.key())) {
        LOG.warn(
            "{} is named like a rotated file of {} but is being written; ignoring it",
            file.path(),
            folder.location().source());
      }
    }
  }

  /**
   * Excludes those that a glob finds beside the log that is followed.
   *
   * @return whether there was one
   */
  boolean refuse(Collection<Generation> open) throws IOException {
    Optional<LogListing> listing = folder.takeListingOfGlob();
    if (listing.isEmpty()) {
      return false;
    }
    List<LogFile> others =
        listing.get().all().stream().filter(file -> isWritten(file, open)).toList();
    for (LogFile other : others) {
      folder.exclude(other);
      lost++;
      refused =
          Optional.of(
              other.path()
                  + " is another log that is written too: a glob is for the log of one"
                  + " server, give each its own --errorlog.file");
    }
    return !others.isEmpty();
  }

  private boolean isWritten(LogFile file, Collection<Generation> open) {
    return open.stream().noneMatch(one -> one.key().equals(file.key())) && finder.isGrown(file);
  }

  /** What is not read though a glob finds it, in words. */
  Optional<String> refused() {
    return refused;
  }

  /** How many were refused, since the last call. */
  int takeLost() {
    int taken = lost;
    lost = 0;
    return taken;
  }
}
