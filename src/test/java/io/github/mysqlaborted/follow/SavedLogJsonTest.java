package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.tail.SavedTail;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedLogJsonTest {

  private static final JsonFactory JSON = new JsonFactory();
  private static final TailStatistics STATISTICS = new TailStatistics(4711, 1, 2, 3);

  @ParameterizedTest
  @MethodSource("logs")
  void readsWhatItWrote(SavedLog log) throws IOException {
    assertThat(read(write(log))).isEqualTo(Map.entry("a log", log));
  }

  static Stream<SavedLog> logs() {
    return Stream.of(
        new SavedLog.OfFiles(
            new SavedTail(
                true, Optional.empty(), List.of(), Optional.empty(), "consumer", STATISTICS)),
        new SavedLog.OfPlace(Optional.of("s=1;i=2"), "reader \"state\"", STATISTICS),
        new SavedLog.OfPlace(Optional.empty(), "", STATISTICS));
  }

  @Test
  void writesAPlaceAsItsDocumentationShows() throws IOException {
    assertThat(write(new SavedLog.OfPlace(Optional.of("s=1"), "r", STATISTICS)))
        .isEqualTo(
            "{\"source\":\"a log\",\"place\":{\"at\":\"s=1\",\"reader\":\"r\","
                + "\"readBytes\":4711,\"rotations\":1,\"truncations\":2,\"lost\":3}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"source\":\"a\"}",
        "{\"source\":\"a\",\"table\":{}}",
        "{\"source\":\"a\",\"place\":{}}",
        "{\"source\":\"a\",\"place\":{\"at\":7,\"reader\":\"r\"}}",
        "{\"source\":\"a\",\"place\":{\"reader\":\"r\",\"readBytes\":1}}",
      })
  void refusesWhatItDidNotWrite(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JsonParseException.class);
  }

  private static String write(SavedLog log) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      SavedLogJson.write(json, "a log", log);
    }
    return text.toString();
  }

  private static Map.Entry<String, SavedLog> read(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return SavedLogJson.read(json);
    }
  }
}
