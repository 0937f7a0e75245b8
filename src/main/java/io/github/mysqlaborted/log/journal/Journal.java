package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.log.ByteFeed;
import java.io.IOException;

/** The program that reads the journal. */
interface Journal {

  /** The unit's last entries, and then the end. */
  ByteFeed last() throws IOException;

  /**
   * All entries from the one with that cursor on, and then the end.
   *
   * @param cursor empty for all that there are
   */
  ByteFeed rest(String cursor) throws IOException;

  /** The same, of the last boot only, and those to come. */
  ByteFeed follow(String cursor) throws IOException;
}
