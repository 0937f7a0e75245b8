package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Any message, once as a record of the text log and once as one of {@code log_sink_json}: both tell
 * the same. The first byte chooses the record's code.
 */
class JsonLogFuzzTest {

  private static final int[] CODES = {10914, 10926, 13130, 10909, 10116, 13525, 15134};

  @FuzzTest(maxDuration = "1m")
  void tellsWhatTheTextTells(byte[] input) throws IOException {
    int code = CODES[input.length == 0 ? 0 : (input[0] & 0xFF) % CODES.length];
    // The text sink writes a line feed as a space.
    String message =
        new String(input, Math.min(1, input.length), Math.max(0, input.length - 1), UTF_8)
            .replace('\n', ' ');
    String text = "2026-11-22T09:05:01.123456Z 7 [Note] [MY-0%05d] [Server] %s\n";

    FuzzedLog asText = new FuzzedLog(text.formatted(code, message).getBytes(UTF_8));
    FuzzedLog asJson = new FuzzedLog(json(code, message));

    assertThat(asJson.asErrorLog(FuzzedLog::inPlace).events())
        .isEqualTo(asText.asErrorLog(FuzzedLog::inPlace).events());
  }

  private static byte[] json(int code, String message) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("msg", message);
      json.writeNumberField("err_code", code);
      json.writeStringField("time", "2026-11-22T09:05:01.123456Z");
      json.writeNumberField("thread", 7);
      json.writeStringField("label", "Note");
      json.writeEndObject();
    }
    return line.toByteArray();
  }
}
