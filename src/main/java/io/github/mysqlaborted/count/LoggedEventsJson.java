package io.github.mysqlaborted.count;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.count.LoggedEvents.HourKey;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.count.LoggedEvents.Snapshot;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.state.JsonFields;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The counts as one JSON object, part of a larger document.
 *
 * <pre>{@code
 * {"reasons": [{"phase": "CLIENT", "reason": "READ_ERROR", "count": 3,
 *               "lastSeconds": 1795327991, "lastNanos": 741121000}],
 *  "accounts": [{"phase": "CLIENT", "reason": "READ_ERROR",
 *                "user": "app", "host": "10.0.0.7", "db": "shop", "count": 3}],
 *  "hours": [{"phase": "CLIENT", "hour": 7, "count": 3}]}
 * }</pre>
 */
public final class LoggedEventsJson {

  private LoggedEventsJson() {}

  public static void write(JsonGenerator json, Snapshot events) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("reasons");
    for (Map.Entry<ReasonKey, Long> entry : events.byReason().entrySet()) {
      Instant last = events.lastSeen().getOrDefault(entry.getKey(), Instant.EPOCH);
      json.writeStartObject();
      json.writeStringField("phase", entry.getKey().phase().name());
      json.writeStringField("reason", entry.getKey().reason().name());
      json.writeNumberField("count", entry.getValue());
      json.writeNumberField("lastSeconds", last.getEpochSecond());
      json.writeNumberField("lastNanos", last.getNano());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("accounts");
    for (Map.Entry<AccountKey, Long> entry : events.byAccount().entrySet()) {
      Account account = entry.getKey().account();
      json.writeStartObject();
      json.writeStringField("phase", entry.getKey().phase().name());
      json.writeStringField("reason", entry.getKey().reason().name());
      json.writeStringField("user", account.user());
      json.writeStringField("host", account.host());
      json.writeStringField("db", account.db());
      json.writeNumberField("count", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("hours");
    for (Map.Entry<HourKey, Long> entry : events.byHour().entrySet()) {
      json.writeStartObject();
      json.writeStringField("phase", entry.getKey().phase().name());
      json.writeNumberField("hour", entry.getKey().hour());
      json.writeNumberField("count", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param json stands at the object's opening brace, and afterwards at its closing one
   */
  public static Snapshot read(JsonParser json) throws IOException {
    Map<ReasonKey, Long> reasons = new HashMap<>();
    Map<ReasonKey, Instant> lastSeen = new HashMap<>();
    Map<AccountKey, Long> accounts = new HashMap<>();
    Map<HourKey, Long> hours = new HashMap<>();
    JsonFields.expect(json, json.currentToken(), JsonToken.START_OBJECT);
    JsonFields.startArray(json, "reasons");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      ReasonKey key = reasonKey(json);
      putNew(json, reasons, key, JsonFields.count(json, "count"));
      lastSeen.put(key, JsonFields.instant(json, "lastSeconds", "lastNanos"));
      JsonFields.endObject(json);
    }
    JsonFields.startArray(json, "accounts");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      ReasonKey key = reasonKey(json);
      Account account =
          new Account(
              JsonFields.text(json, "user"),
              JsonFields.text(json, "host"),
              JsonFields.text(json, "db"));
      AccountKey ofAccount = new AccountKey(key.phase(), key.reason(), account);
      putNew(json, accounts, ofAccount, JsonFields.count(json, "count"));
      JsonFields.endObject(json);
    }
    JsonFields.startArray(json, "hours");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Phase phase = value(json, Phase.class, JsonFields.text(json, "phase"));
      HourKey hour = new HourKey(phase, JsonFields.integer(json, "hour"));
      putNew(json, hours, hour, JsonFields.count(json, "count"));
      JsonFields.endObject(json);
    }
    JsonFields.endObject(json);
    addUp(json, reasons, accounts, hours);
    return new Snapshot(reasons, accounts, hours, lastSeen);
  }

  private static <K> void putNew(JsonParser json, Map<K, Long> counts, K key, long count)
      throws JsonParseException {
    if (counts.putIfAbsent(key, count) != null) {
      throw new JsonParseException(json, "found twice: " + key);
    }
  }

  /** Each event is counted once by reason, and at most once by hour and by account. */
  private static void addUp(
      JsonParser json,
      Map<ReasonKey, Long> reasons,
      Map<AccountKey, Long> accounts,
      Map<HourKey, Long> hours)
      throws JsonParseException {
    for (Phase phase : Phase.values()) {
      long byReason = 0;
      for (Map.Entry<ReasonKey, Long> entry : reasons.entrySet()) {
        byReason += entry.getKey().phase() == phase ? entry.getValue() : 0;
      }
      long byHour = 0;
      for (Map.Entry<HourKey, Long> entry : hours.entrySet()) {
        byHour += entry.getKey().phase() == phase ? entry.getValue() : 0;
      }
      if (byHour > byReason) {
        throw new JsonParseException(
            json, "found " + byReason + " events by reason, " + byHour + " by hour: " + phase);
      }
    }
    Map<ReasonKey, Long> byAccount = new HashMap<>();
    accounts.forEach(
        (key, count) ->
            byAccount.merge(new ReasonKey(key.phase(), key.reason()), count, Long::sum));
    for (Map.Entry<ReasonKey, Long> entry : byAccount.entrySet()) {
      if (entry.getValue() > reasons.getOrDefault(entry.getKey(), 0L)) {
        throw new JsonParseException(json, "found more events by account than " + entry.getKey());
      }
    }
  }

  private static ReasonKey reasonKey(JsonParser json) throws IOException {
    Phase phase = value(json, Phase.class, JsonFields.text(json, "phase"));
    return new ReasonKey(phase, value(json, Reason.class, JsonFields.text(json, "reason")));
  }

  private static <E extends Enum<E>> E value(JsonParser json, Class<E> type, String name)
      throws JsonParseException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(json, "no " + type.getSimpleName() + " " + name, e);
    }
  }
}
