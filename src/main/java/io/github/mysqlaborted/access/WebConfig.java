package io.github.mysqlaborted.access;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a web configuration file asks for, checked.
 *
 * @param tls empty for plain HTTP
 * @param users bcrypt hashes of passwords by user name; none if nobody is asked
 * @param headers for each answer
 * @param files what was read: the file itself first
 */
record WebConfig(
    Optional<ServerTls> tls,
    Map<String, String> users,
    Map<String, String> headers,
    Optional<Rate> rate,
    List<Path> files) {

  WebConfig {
    requireNonNull(tls, "tls");
    users = Map.copyOf(users);
    headers = new LinkedHashMap<>(headers);
    requireNonNull(rate, "rate");
    files = List.copyOf(files);
  }

  /** Plain HTTP for everybody. */
  static final WebConfig OPEN =
      new WebConfig(Optional.empty(), Map.of(), Map.of(), Optional.empty(), List.of());
}
