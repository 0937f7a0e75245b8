package io.github.mysqlaborted.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a log from being read: said when it begins, changes and ends. Not thread-safe. */
public final class ReadTrouble {

  public static final String MISSING = "no such file; waiting for it";

  private static final Logger LOG = LoggerFactory.getLogger(ReadTrouble.class);

  private final String what;
  private Optional<String> trouble;

  /**
   * @param what what is read, in words
   * @param initial what is the matter before the first attempt
   */
  public ReadTrouble(String what, Optional<String> initial) {
    this.what = what;
    this.trouble = initial;
  }

  /** Takes how the last attempt went: empty if well. */
  public void report(Optional<String> found) {
    if (found.equals(trouble)) {
      return;
    }
    if (found.isPresent()) {
      LOG.warn("cannot read {}: {}", what, found.get());
    } else {
      LOG.info("reading {}", what);
    }
    trouble = found;
  }

  /** What is the matter; empty if nothing is. */
  public Optional<String> trouble() {
    return trouble;
  }

  public boolean isOver() {
    return trouble.isEmpty();
  }

  public static String describe(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return MISSING;
    }
    return String.valueOf(e.getMessage());
  }
}
