package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mysqlaborted.event.AbortedConnection;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each record that real servers wrote is told as the scenario that they wrote it in. */
public class CapturesTest {

  /** The scenarios with an event in the error log; in all others nothing may be told. */
  private static final Map<String, Map<String, String>> EXPECTED =
      Map.of(
          "mysql-5.5.34", old("write_error"),
          "mysql-5.6.14", old("write_timeout"),
          "mysql-8.0.33", mysql8(),
          "mariadb-10.11.19", mariadb());

  @ParameterizedTest
  @CsvSource({"mysql-5.5.34", "mysql-5.6.14", "mysql-8.0.33", "mariadb-10.11.19"})
  void tellsEachScenarioAsWhatItWas(String server) throws IOException {
    Map<String, String> seen = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> scenario : errorLogs(server).entrySet()) {
      FedReader reading = new FedReader();
      if (server.startsWith("mariadb")) {
        reading.feed("2026-11-22 12:00:00 0 [Note] mariadbd: ready for connections.");
      }
      List<AbortedConnection> events =
          reading.feed(scenario.getValue().toArray(new String[0])).rest().events;
      assertThat(reading.reader.unrecognized()).as(scenario.getKey()).isZero();
      if (!events.isEmpty()) {
        assertThat(events).as(scenario.getKey()).hasSize(1);
        AbortedConnection event = events.get(0);
        seen.put(
            scenario.getKey(),
            event.phase().label() + "/" + event.reason().label() + "/" + event.detail());
      }
    }
    assertThat(seen).containsExactlyInAnyOrderEntriesOf(EXPECTED.get(server));
  }

  @ParameterizedTest
  @CsvSource({"mysql-5.5.34", "mysql-5.6.14", "mysql-8.0.33", "mariadb-10.11.19"})
  void tellsTheSameOfAllScenariosInOneFile(String server) throws IOException {
    FedReader reading = new FedReader();
    errorLogs(server).values().forEach(log -> reading.feed(log.toArray(new String[0])));
    reading.rest();
    assertThat(reading.events).hasSize(EXPECTED.get(server).size());
    assertThat(reading.reader.unrecognized()).isZero();
  }

  private static Map<String, String> old(String writeTimeout) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String scenario :
        List.of("no_close", "no_close_nodb", "rst_idle", "mid_packet", "partial_stall")) {
      reasons.put(scenario, "client/read_error/NONE");
    }
    reasons.put("idle_timeout", "client/read_timeout/NONE");
    reasons.put("interactive_timeout", "client/read_timeout/NONE");
    reasons.put("write_error", "client/write_error/NONE");
    reasons.put("write_timeout", "client/" + writeTimeout + "/NONE");
    reasons.put("gone_during_query", "client/write_error/NONE");
    reasons.put("packet_too_large", "client/packet_too_large/NONE");
    reasons.put("compress_garbage", "client/uncompress_error/NONE");
    reasons.put("wrong_password", "connect/access_denied/NONE");
    reasons.put("no_password", "connect/access_denied/NONE");
    reasons.put("unknown_user", "connect/access_denied/NONE");
    // These servers know neither kind of account: the login succeeded, and the client left.
    reasons.put("locked", "client/read_error/NONE");
    reasons.put("expired", "client/read_error/NONE");
    return reasons;
  }

  private static Map<String, String> mysql8() {
    Map<String, String> reasons = old("write_timeout");
    reasons.put("idle_timeout", "client/inactivity/NONE");
    reasons.put("interactive_timeout", "client/inactivity/NONE");
    reasons.put("compress_garbage", "client/read_error/NONE");
    reasons.put("wrong_db", "connect/access_denied_db/NONE");
    reasons.put("unknown_db", "connect/access_denied_db/NONE");
    reasons.put("locked", "connect/account_locked/NONE");
    reasons.put("expired", "connect/password_expired/NONE");
    reasons.put("junk_handshake", "connect/packets_out_of_order/NONE");
    reasons.put("bad_seq_handshake", "connect/packets_out_of_order/NONE");
    reasons.put("short_handshake", "connect/bad_handshake/NONE");
    reasons.put("tls_garbage", "connect/bad_handshake/NONE");
    reasons.put("tcp_probe", "connect/read_error/NONE");
    reasons.put("greet_close", "connect/read_error/NONE");
    reasons.put("connect_timeout", "connect/connect_timeout/NONE");
    return reasons;
  }

  private static Map<String, String> mariadb() {
    Map<String, String> reasons = old("write_timeout");
    for (String scenario : List.of("no_close", "no_close_nodb", "rst_idle", "expired")) {
      reasons.put(scenario, "client/read_error/BETWEEN_PACKETS");
    }
    reasons.put("mid_packet", "client/read_error/MID_PACKET");
    reasons.put("partial_stall", "client/read_error/MID_PACKET");
    reasons.put("idle_timeout", "client/read_timeout/BETWEEN_PACKETS");
    reasons.put("interactive_timeout", "client/read_timeout/BETWEEN_PACKETS");
    reasons.put("wrong_db", "connect/access_denied_db/NONE");
    reasons.put("unknown_db", "connect/access_denied_db/NONE");
    reasons.put("junk_handshake", "connect/packets_out_of_order/NONE");
    reasons.put("bad_seq_handshake", "connect/packets_out_of_order/NONE");
    reasons.put("short_handshake", "connect/unauthenticated/NONE");
    reasons.put("tls_garbage", "connect/unauthenticated/NONE");
    reasons.put("tcp_probe", "connect/read_error/BETWEEN_PACKETS");
    reasons.put("tcp_probe_rst", "connect/read_error/BETWEEN_PACKETS");
    reasons.put("greet_close", "connect/read_error/BETWEEN_PACKETS");
    reasons.put("connect_timeout", "connect/connect_timeout/BETWEEN_PACKETS");
    reasons.put("killed", "client/killed/NONE");
    reasons.put("killed_running", "client/killed/NONE");
    reasons.remove("locked");
    return reasons;
  }

  /** Scenario to the lines of its {@code error_log}. */
  static Map<String, List<String>> errorLogs(String server) throws IOException {
    return lines(server, "error_log");
  }

  public static Map<String, List<String>> lines(String server, String log) throws IOException {
    Map<String, List<String>> scenarios = new LinkedHashMap<>();
    try (InputStream stream = CapturesTest.class.getResourceAsStream(path(server));
        JsonParser json = new JsonFactory().createParser(stream)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String scenario = json.currentName();
        json.nextToken();
        scenarios.put(scenario, List.of());
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean wanted = json.currentName().equals(log);
          if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
            List<String> lines = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
              lines.add(json.getText());
            }
            scenarios.put(scenario, lines);
          } else {
            json.skipChildren();
          }
        }
      }
    }
    return scenarios;
  }

  private static String path(String server) {
    return "/captures/" + server + ".json";
  }

  static String text(String path) throws IOException {
    try (InputStream stream = CapturesTest.class.getResourceAsStream(path)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
