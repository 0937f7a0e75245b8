package io.github.mysqlaborted.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ExporterConfig.Logging.Format;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

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

  @Test
  void putsAStackTraceIntoTheLine() {
    message.setThrown(new IllegalStateException("broken"));

    assertThat(new LogLineFormatter(Format.LOGFMT).format(message))
        .contains(" err=\"java.lang.IllegalStateException: broken\\n\\tat ")
        .satisfies(line -> assertThat(line.lines()).hasSize(1));
  }

  private static LogRecord message(String text) {
    LogRecord message = new LogRecord(Level.WARNING, text);
    message.setLoggerName("io.github.mysqlaborted.source.log.LogTailer");
    message.setInstant(Instant.parse("2026-11-22T07:00:00.123456Z"));
    return message;
  }
}
