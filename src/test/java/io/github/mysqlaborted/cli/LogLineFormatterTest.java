package io.github.mysqlaborted.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ExporterConfig.Logging.Format;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogLineFormatterTest {

  private final LogRecord message = message("user 'a\nb\"' \u001b[31m");

  @Test
  void writesLogfmtInOneLine() {
    assertThat(new LogLineFormatter(Format.LOGFMT).format(message))
        .isEqualTo(
            "time=2026-11-22T07:00:00.123Z level=warn logger=LogTailer"
                + " msg=\"user 'a\\nb\\\"' \\u001B[31m\"\n");
  }

  @Test
  void writesJsonInOneLine() {
    assertThat(new LogLineFormatter(Format.JSON).format(message))
        .isEqualTo(
            "{\"time\":\"2026-11-22T07:00:00.123Z\",\"level\":\"warn\",\"logger\":\"LogTailer\","
                + "\"msg\":\"user 'a\\nb\\\"' \\u001B[31m\"}\n");
  }

  @ParameterizedTest
  @EnumSource
  void escapesWhatIsNotSeenOrSteersATerminal(Format format) {
    String line =
        new LogLineFormatter(format)
            .format(
                message("a\u009b31m\u007f\u202e\u3164\u200b" + Character.toString(0xe0041) + "ü"));

    assertThat(line).contains("a\\u009B31m\\u007F\\u202E\\u3164\\u200B\\uDB40\\uDC41ü\"");
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(new LogLineFormatter(Format.LOGFMT).format(message("x".repeat(1_000_000))))
        .hasSizeLessThan(33_000)
        .endsWith("x [cut off]\"\n");
  }

  @Test
  void putsAStackTraceIntoTheLine() {
    message.setThrown(new IllegalStateException("broken"));

    assertThat(new LogLineFormatter(Format.LOGFMT).format(message))
        .contains(" err=\"java.lang.IllegalStateException: broken\\n\\tat ")
        .satisfies(line -> assertThat(line.lines()).hasSize(1));
  }

  private static LogRecord message(String text) {
    LogRecord message = new LogRecord(Level.WARNING, text);
    message.setLoggerName("io.github.mysqlaborted.log.LogTailer");
    message.setInstant(Instant.parse("2026-11-22T07:00:00.123456Z"));
    return message;
  }
}
