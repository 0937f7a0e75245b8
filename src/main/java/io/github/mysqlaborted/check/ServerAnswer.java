package io.github.mysqlaborted.check;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.server.table.Reading;

/**
 * What a server said when it was scraped.
 *
 * @param address of the server
 * @param local whether the server is surely on this machine
 * @param facts what the scrape read anyway
 */
public record ServerAnswer(String address, boolean local, Reading.Facts facts) {

  public ServerAnswer {
    requireNonNull(address, "address");
    requireNonNull(facts, "facts");
  }
}
