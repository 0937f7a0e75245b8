package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.message.ErrorLogParser;
import java.util.List;
import java.util.stream.IntStream;

/** The codes of MySQL's messages that can matter here: nothing else need be asked for. */
public final class WantedCodes {

  private WantedCodes() {}

  /** All of them, as {@code MY-010914}. */
  public static List<String> all() {
    return IntStream.range(0, 20_000)
        .filter(ErrorLogParser::mayMatter)
        .mapToObj(code -> String.format("MY-%06d", code))
        .toList();
  }
}
