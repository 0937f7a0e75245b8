package io.github.mysqlaborted.harness;

import java.io.IOException;

/** Global variables, set for a while. */
final class GlobalVariable {
  private GlobalVariable() {}

  /** What is done while a variable is set. */
  interface Body {
    FaultClient run() throws IOException;
  }

  /**
   * Sets a variable, runs {@code body} and sets it back. Sessions opened meanwhile keep what was
   * set.
   *
   * @param value as SQL writes it
   */
  static FaultClient during(Server server, String name, String value, Body body)
      throws IOException {
    String before = server.queryValue("SELECT @@GLOBAL." + name);
    String literal = before.matches("\\d+") ? before : "'" + before + "'";
    server.execute("SET GLOBAL " + name + " = " + value);
    try {
      return body.run();
    } finally {
      server.execute("SET GLOBAL " + name + " = " + literal);
    }
  }
}
