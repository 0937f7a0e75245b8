package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cli.CommandLineParser;
import io.github.mysqlaborted.cli.Invocation;
import io.github.mysqlaborted.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever types what a runbook says gets a report, not a usage error. */
class RunbookCommandsTest {

  private static final Pattern COMMAND =
      Pattern.compile("mysql-aborted-exporter ((?:diagnose|explain)[^`\\n]*)");

  static Stream<Arguments> commands() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs/runbooks"))) {
      return pages
          .sorted()
          .flatMap(
              page ->
                  COMMAND
                      .matcher(read(page))
                      .results()
                      .map(found -> Arguments.of(page.getFileName().toString(), words(found))))
          .toList()
          .stream();
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(MatchResult found) {
    return List.of(found.group(1).strip().split(" +"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("commands")
  void areAccepted(String page, List<String> words) throws ConfigException {
    assertThat(CommandLineParser.parse(words, Map.of(), "1"))
        .as(page)
        .isInstanceOf(Invocation.Diagnose.class);
  }
}
