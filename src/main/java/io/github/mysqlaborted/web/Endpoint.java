package io.github.mysqlaborted.web;

import java.io.IOException;

/** What answers the requests to one path. */
@FunctionalInterface
public interface Endpoint {

  /** The page that is not there. */
  Endpoint NONE = request -> Response.text(404, "Not found\n");

  /**
   * Answers a request.
   *
   * @throws IOException if the answer cannot be made; the client gets a 500
   */
  Response answer(Request request) throws IOException;

  /** The one method besides {@code HEAD} that the page understands. */
  default String method() {
    return "GET";
  }

  /**
   * How many requests it may have waiting for something slow, with threads of its own. A page that
   * says 0 shares threads with the others.
   */
  default int mostWaiting() {
    return 0;
  }

  /** A page that changes something, and so is asked with {@code POST}. */
  static Endpoint post(Endpoint page) {
    return new Endpoint() {
      @Override
      public Response answer(Request request) throws IOException {
        return page.answer(request);
      }

      @Override
      public String method() {
        return "POST";
      }
    };
  }
}
