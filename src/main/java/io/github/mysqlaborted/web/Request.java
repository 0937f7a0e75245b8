package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What pages need to know of a request. */
public final class Request {

  private final Optional<String> rawQuery;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param rawQuery what follows the question mark, as it came
   * @param headers in the order in which they came; case does not matter in names
   */
  Request(Optional<String> rawQuery, Map<String, List<String>> headers) {
    this.rawQuery = rawQuery;
    this.headers.putAll(headers);
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
  }

  /** All headers of that name, joined by commas, as RFC 9110 section 5.3 allows. */
  public Optional<String> joinedHeader(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }

  /**
   * The values of a query parameter, in order.
   *
   * @throws BadRequestException if the query is not well-formed
   */
  public List<String> parameters(String name) {
    List<String> values = new ArrayList<>();
    for (String pair : rawQuery.orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && decode(pair.substring(0, equals)).equals(name)) {
        values.add(decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("malformed query: " + e.getMessage());
    }
  }
}
