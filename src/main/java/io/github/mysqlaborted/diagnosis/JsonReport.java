package io.github.mysqlaborted.diagnosis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The report for programs, schema 1: fields may be added, none changes its meaning.
 *
 * <pre>{@code
 * {"schema": 1, "generated": "2026-11-25T10:00:00Z", "period": {"from": "...", "to": "..."}, ...}
 * }</pre>
 */
public final class JsonReport {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonReport() {}

  /**
   * The report as one JSON object.
   *
   * @param generated when it is made
   */
  public static String of(Diagnosis diagnosis, Instant generated) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      write(json, diagnosis, generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, Diagnosis diagnosis, Instant generated)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", 1);
    json.writeStringField("generated", generated.toString());
    json.writeObjectFieldStart("period");
    time(json, "from", diagnosis.from());
    time(json, "to", diagnosis.to());
    json.writeEndObject();
    json.writeArrayFieldStart("logs");
    for (Diagnosis.Log log : diagnosis.logs()) {
      json.writeStartObject();
      json.writeStringField("name", log.name());
      json.writeNumberField("records", log.records());
      json.writeNumberField("unrecognized", log.unrecognized());
      if (log.trouble().isPresent()) {
        json.writeStringField("trouble", log.trouble().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    server(json, diagnosis);
    json.writeObjectFieldStart("phases");
    phase(json, "client", diagnosis.client());
    phase(json, "connect", diagnosis.connect());
    json.writeEndObject();
    json.writeArrayFieldStart("findings");
    for (Finding finding : diagnosis.findings()) {
      finding(json, finding);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("unexplained");
    json.writeNumberField("client", diagnosis.client().unexplained());
    json.writeNumberField("connect", diagnosis.connect().unexplained());
    texts(json, "turn_on", diagnosis.turnOn());
    json.writeEndObject();
    json.writeNumberField("older_events_not_examined", diagnosis.forgotten());
    json.writeEndObject();
  }

  private static void server(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    if (diagnosis.server().isEmpty()) {
      json.writeNullField("server");
      return;
    }
    json.writeObjectFieldStart("server");
    json.writeStringField("version", diagnosis.server().get());
    json.writeObjectFieldStart("settings");
    for (var setting : diagnosis.settings().entrySet()) {
      json.writeNumberField(setting.getKey(), setting.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void phase(JsonGenerator json, String name, Diagnosis.Share share)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("events", share.events());
    json.writeNumberField("explained", share.explained());
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("cause", finding.cause().key());
    json.writeStringField("phase", finding.phase().label());
    json.writeStringField("certainty", finding.certainty().label());
    json.writeStringField("rule", finding.rule());
    json.writeStringField("title", finding.cause().title());
    json.writeNumberField("events", finding.events());
    json.writeNumberField("share", Math.round(finding.share() * 10_000) / 10_000.0);
    json.writeStringField("first", finding.first().toString());
    json.writeStringField("last", finding.last().toString());
    json.writeArrayFieldStart("accounts");
    for (Finding.Count count : finding.accounts()) {
      json.writeStartObject();
      json.writeStringField("user", count.account().user());
      json.writeStringField("host", count.account().host());
      json.writeStringField("db", count.account().db());
      json.writeNumberField("events", count.events());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("further_accounts", finding.furtherAccounts());
    texts(json, "evidence", finding.evidence());
    texts(json, "against", finding.against());
    texts(json, "actions", finding.actions());
    texts(json, "would_be_certain_with", finding.wouldBeCertainWith());
    json.writeStringField("runbook", finding.runbook());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      json.writeStringField(name, time.get().toString());
    } else {
      json.writeNullField(name);
    }
  }
}
