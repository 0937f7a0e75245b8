package io.github.mysqlaborted.web;

import io.github.mysqlaborted.time.Ticker;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which page answers a request: the one whose path is asked for, to the letter. */
final class Router {

  /** A page, the path that was asked for, and what is asked after its question mark. */
  record Target(PageHandler handler, String path, Optional<String> rawQuery) {}

  private final Map<String, PageHandler> handlers = new HashMap<>();
  private final PageHandler none;
  private final PageHandler malformed;

  Router(Map<String, Endpoint> pages, Ticker ticker) {
    pages.forEach((path, page) -> handlers.put(path, new PageHandler(path, page, ticker)));
    none = new PageHandler("an unknown path", Endpoint.NONE, ticker);
    malformed =
        new PageHandler("a malformed path", request -> Response.text(400, "Bad path\n"), ticker);
  }

  /** For what stands between method and version in the first line of a request. */
  Target find(String pathAndQuery) {
    try {
      URI uri = new URI(pathAndQuery);
      String path = Optional.ofNullable(uri.getPath()).orElse("");
      return new Target(
          handlers.getOrDefault(path, none), path, Optional.ofNullable(uri.getRawQuery()));
    } catch (URISyntaxException e) {
      return new Target(malformed, "", Optional.empty());
    }
  }
}
