package io.github.mysqlaborted.web;

import io.github.mysqlaborted.access.Access;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets requests in, or says why not. Whoever is not let in learns no more than that. */
final class Gate {

  /** Whether a request is let in, as far as that is known without bcrypt. */
  enum Decision {
    IN,
    OUT,
    TOO_MANY,
    NOT_KNOWN_YET
  }

  private final Access access;
  private final Set<String> open;

  /**
   * @param open paths that need no password
   */
  Gate(Access access, Set<String> open) {
    this.access = access;
    this.open = Set.copyOf(open);
  }

  Decision decide(String path, Request request) {
    if (open.contains(path)) {
      return Decision.IN;
    }
    if (!access.isWithinRate()) {
      return Decision.TOO_MANY;
    }
    Optional<Boolean> admitted = access.admitsAtOnce(authorization(request));
    return admitted.isEmpty()
        ? Decision.NOT_KNOWN_YET
        : admitted.get() ? Decision.IN : Decision.OUT;
  }

  /** What {@link #decide} did not know; it may take seconds. */
  boolean admits(Request request) {
    return access.admits(authorization(request));
  }

  private static Optional<String> authorization(Request request) {
    return request.header("Authorization");
  }

  /** The answer to whoever is not let in. */
  Response unauthorized() {
    return Response.text(401, "Unauthorized\n").withHeader("WWW-Authenticate", "Basic");
  }

  /** The answer beyond the rate. */
  Response tooMany() {
    return Response.text(429, "Too Many Requests\n");
  }

  /** The headers that each answer bears besides its own. */
  Map<String, String> headers() {
    return access.headers();
  }
}
