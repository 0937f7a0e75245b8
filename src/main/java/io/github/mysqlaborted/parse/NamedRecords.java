package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.StampClock;
import io.github.mysqlaborted.parse.message.ErrorLogParser;
import java.time.Instant;
import java.util.Optional;

/**
 * Records whose parts have names: the JSON objects of {@code log_sink_json}, and rows of {@code
 * performance_schema.error_log}.
 */
final class NamedRecords {

  private final ErrorLogParser parser;
  private final StampClock stamps;
  private final RecordCounter counter;

  NamedRecords(ErrorLogParser parser, StampClock stamps, RecordCounter counter) {
    this.parser = parser;
    this.stamps = stamps;
    this.counter = counter;
  }

  /** Takes a JSON object. */
  void json(String object) {
    Optional<JsonRecord> record = JsonRecord.parse(object, stamps);
    if (record.isPresent()) {
      take(record.get());
    } else {
      counter.passed();
      counter.unreadable();
    }
  }

  /** Takes a row; see {@link ErrorLogReader#row}. */
  void row(Instant logged, long thread, String code, String data) {
    byte[] text = Bytes.utf8(code);
    int number = (int) Bytes.number(text, Math.min(3, text.length), Math.min(9, text.length));
    if (!ErrorLogParser.mayMatter(number)) {
      counter.passed();
    } else if (data.startsWith("{")) {
      json(data);
    } else {
      take(new JsonRecord(logged, thread, number, (byte) 'N', data, 1));
    }
  }

  private void take(JsonRecord record) {
    byte[] message = Bytes.utf8(record.message());
    counter.accept(record, parser.parse(record.code(), message, 0, message.length, record.label()));
  }
}
