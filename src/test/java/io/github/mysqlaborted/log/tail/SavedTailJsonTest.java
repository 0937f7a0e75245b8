package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.log.TailStatistics;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SavedTailJsonTest {

  private static final Fingerprint FILE = new Fingerprint("(dev=1,inode=2)", 1024, 0xffffffffL);
  private static final Position END = new Position(FILE, 1L << 40, "0a0d00ff");
  private static final Position OLDER = new Position(new Fingerprint("", 0, 0), 0, "");
  private static final SavedTail TAIL =
      new SavedTail(
          true,
          Optional.of(END),
          List.of(OLDER, END),
          Optional.of(
              new Horizon(
                  Instant.parse("2026-11-22T10:00:00.000000001Z"),
                  Set.of("(1) 2 3"),
                  List.of("0a"))),
          "style \"x\"\n\u0000\u00e9",
          new TailStatistics(1, 2, 3, 1L << 53));

  private final JsonFactory json = new JsonFactory();

  @Test
  void givesBackWhatWasWritten() throws IOException {
    assertThat(read(write(TAIL))).isEqualTo(TAIL);
  }

  @Test
  void givesBackATailWithoutAPosition() throws IOException {
    SavedTail tail =
        new SavedTail(
            false, Optional.empty(), List.of(), Optional.empty(), "", TailStatistics.NONE);
    assertThat(read(write(tail))).isEqualTo(tail);
  }

  @Test
  void leavesTheParserAtItsClosingBrace() throws IOException {
    try (JsonParser parser = json.createParser("[" + write(TAIL) + "," + write(TAIL) + "]")) {
      parser.nextToken();
      parser.nextToken();
      assertThat(SavedTailJson.read(parser)).isEqualTo(TAIL);
      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
      parser.nextToken();
      assertThat(SavedTailJson.read(parser)).isEqualTo(TAIL);
      assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
    }
  }

  @Test
  void refusesWhatIsNotItsOwn() throws IOException {
    String written = write(TAIL);
    for (String[] change :
        List.of(
            new String[] {"\"offset\"", "\"offsets\""},
            new String[] {"\"offset\":1099511627776", "\"offset\":-1"},
            new String[] {"\"offset\":1099511627776", "\"offset\":1e99"},
            new String[] {"\"offset\":1099511627776", "\"offset\":\"1\""},
            new String[] {"9007199254740992", "9223372036854775808"},
            new String[] {"9007199254740992", "9007199254740993"},
            new String[] {"\"readBytes\":1", "\"readBytes\":-1"},
            new String[] {"\"rotations\":2", "\"rotations\":-9223372036854775808"},
            new String[] {"\"offset\":1099511627776", "\"offset\":3"},
            new String[] {"\"headChecksum\":4294967295", "\"headChecksum\":4294967296"},
            new String[] {"\"headChecksum\":4294967295", "\"headChecksum\":-1"},
            new String[] {"\"marker\":\"0a0d00ff\"", "\"marker\":\"" + "0a".repeat(65) + "\""},
            new String[] {"\"nanos\":1", "\"nanos\":1000000000"},
            new String[] {"\"nanos\":1", "\"nanos\":-1"},
            new String[] {"\"seconds\":1", "\"seconds\":9223372036"},
            new String[] {"\"known\":[", "\"known\":[7,"},
            new String[] {"\"heads\":[\"0a\"", "\"heads\":[\"0\""},
            new String[] {"\"marker\":\"0a0d00ff\"", "\"marker\":\"0a0\""},
            new String[] {"\"marker\":\"0a0d00ff\"", "\"marker\":null"},
            new String[] {"\"headLength\":1024", "\"headLength\":1025"},
            new String[] {"\"headLength\":1024", "\"headLength\":9999999999"},
            new String[] {"\"finished\":[", "\"finished\":[7,"},
            new String[] {"\"lost\"", "\"last\""},
            new String[] {"{\"started\"", "[\"started\""},
            new String[] {"\"started\":true", "\"started\":1"},
            new String[] {"\"started\":true,", ""},
            new String[] {"}}", "},\"more\":1}"})) {
      assertThat(written).contains(change[0]);
      assertThatThrownBy(() -> read(written.replace(change[0], change[1])))
          .as(change[1])
          .isInstanceOf(IOException.class);
    }
    for (int length = 0; length < written.length(); length++) {
      String cut = written.substring(0, length);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatItFoundInstead() throws IOException {
    String written = write(TAIL).replace("consumer", "producer");
    assertThatThrownBy(() -> read(written))
        .isInstanceOf(JsonParseException.class)
        .hasMessageStartingWith("found field producer instead of consumer");
  }

  private String write(SavedTail tail) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(text)) {
      SavedTailJson.write(generator, tail);
    }
    return text.toString();
  }

  private SavedTail read(String text) throws IOException {
    try (JsonParser parser = json.createParser(text)) {
      parser.nextToken();
      return SavedTailJson.read(parser);
    }
  }
}
