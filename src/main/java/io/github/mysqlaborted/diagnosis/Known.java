package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.event.Account;
import java.util.Set;

/**
 * What the rules know besides the events to explain.
 *
 * @param starts when the server started
 * @param loggedIn users and hosts whose sessions the log shows, so that they have logged in before
 */
record Known(Settings settings, Moments starts, Set<Account> loggedIn) {

  Known {
    loggedIn = Set.copyOf(loggedIn);
  }
}
