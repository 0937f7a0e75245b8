package io.github.mysqlaborted.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {

  /** As an earlier version saved it. */
  record Before(long id, List<Long> numbers) {}

  /** With what a later version added. */
  record After(
      long id,
      List<Long> numbers,
      boolean slow,
      Optional<String> name,
      Set<Long> ids,
      Map<Long, String> names,
      List<Long> more) {
    After(long id, List<Long> numbers, boolean slow) {
      this(id, numbers, slow, Optional.empty(), Set.of(), Map.of(), List.of());
    }
  }

  record Outer(After inner, long last) {}

  @Test
  void fillsInWhatAnEarlierVersionDidNotSave() throws IOException {
    byte[] saved = RecordJson.write(new Before(7, List.of(1L, 2L)));

    assertThat(RecordJson.read(saved, After.class)).isEqualTo(new After(7, List.of(1L, 2L), false));
  }

  @Test
  void goesOnBehindARecordInARecord() throws IOException {
    String saved = "{'inner':{'id':7,'numbers':[],'slow':true},'last':3}".replace('\'', '"');

    assertThat(RecordJson.read(saved.getBytes(UTF_8), Outer.class))
        .isEqualTo(new Outer(new After(7, List.of(), true), 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | found null instead of id",
        "{\"id\":7,\"slow\":true} | found slow instead of numbers",
        "{\"id\":7,\"numbers\":[],\"name\":\"x\"} | found name instead of slow",
        "{\"id\":7,\"numbers\":[],\"slow\":true,\"name\":\"x\",\"odd\":1} | found odd instead of"
      })
  void takesNothingElse(String json, String problem) {
    assertThatThrownBy(() -> RecordJson.read(json.getBytes(UTF_8), After.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining(problem);
  }
}
