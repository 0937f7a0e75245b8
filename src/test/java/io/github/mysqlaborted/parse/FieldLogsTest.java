package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Logs in the forms in which users have them, each named after who writes such logs. What is
 * counted is in {@code expected.csv} beside them. No line may be left unrecognized.
 */
class FieldLogsTest {

  private static final String EXPECTED = "/field/expected.csv";

  private final Map<String, Integer> counted = new TreeMap<>();
  private ErrorLogReader reader = newReader();

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsAtAFirstRead(String log, String expected) throws IOException {
    feed(lines(log), 0);
    reader.atRest();
    assertCounted(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsWhileTheLogGrowsByALineAtATime(String log, String expected) throws IOException {
    List<byte[]> lines = lines(log);
    long offset = 0;
    for (byte[] line : lines) {
      feed(List.of(line), offset);
      offset += line.length + 1;
      reader.atRest();
    }
    assertCounted(expected);
  }

  /** The exporter that starts again reads from the record that the one before it held. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsWithARestartAfterEachLine(String log, String expected) throws IOException {
    List<byte[]> lines = lines(log);
    long from = 0;
    for (int end = 1; end <= lines.size(); end++) {
      String state = reader.state();
      reader = newReader();
      reader.restore(state);
      long next = feed(linesFrom(lines.subList(0, end), from), from);
      from = reader.heldFrom() < 0 ? next : reader.heldFrom();
    }
    reader.atRest();
    assertCounted(expected);
  }

  @Test
  void expectsSomethingOfEachLog() throws IOException, URISyntaxException {
    File folder = path("expected.csv").getParent().toFile();
    assertThat(Files.readAllLines(path("expected.csv")).stream().skip(1))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactlyInAnyOrder(folder.list((parent, name) -> !name.equals("expected.csv")));
  }

  private void assertCounted(String expected) {
    assertThat(counted.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")))
        .isEqualTo(expected);
    assertThat(reader.unrecognized()).isZero();
  }

  private ErrorLogReader newReader() {
    return new ErrorLogReader(
        ZoneOffset.UTC,
        Reading.NOW,
        (event, count) ->
            counted.merge(
                event.phase().label() + "/" + event.reason().label(),
                Math.toIntExact(count),
                Integer::sum));
  }

  /** Returns the offset behind the lines. */
  private long feed(List<byte[]> lines, long from) {
    long offset = from;
    for (byte[] line : lines) {
      Reading.feed(reader, line, offset);
      offset += line.length + 1;
    }
    return offset;
  }

  private static List<byte[]> linesFrom(List<byte[]> lines, long from) {
    List<byte[]> wanted = new ArrayList<>();
    long offset = 0;
    for (byte[] line : lines) {
      if (offset >= from) {
        wanted.add(line);
      }
      offset += line.length + 1;
    }
    return wanted;
  }

  private static List<byte[]> lines(String log) throws IOException {
    return Arrays.stream(CapturesTest.text("/field/" + log).split("\n")).map(Bytes::utf8).toList();
  }

  private static Path path(String name) throws URISyntaxException {
    return Path.of(FieldLogsTest.class.getResource("/field/" + name).toURI());
  }
}
