package io.github.mysqlaborted.web;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /}: what is watched, how it is doing, and where to go from here. */
public final class LandingPage implements Endpoint {

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
          + "color-scheme:light dark}"
          + "table{border-collapse:collapse;margin:.5rem 0}"
          + "td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #8884}"
          + "td.n{text-align:right;font-variant-numeric:tabular-nums}"
          + ".bad{color:#c33;font-weight:600}.good{color:#393;font-weight:600}";

  /** Of many servers, the page names some. */
  private static final int MOST_FINDINGS = 20;

  private final BuildInfo build;
  private final Watched watched;
  private final Map<String, String> links;

  /**
   * What the page tells of. It asks no server for it.
   *
   * @param server the address of the server that is watched
   * @param findings what is wrong with the logs, by server; the one that is watched comes first
   * @param checked whether the server has answered, so that all could be checked
   */
  public record Watched(
      String server,
      Supplier<LogView> logs,
      Supplier<Map<String, List<Finding>>> findings,
      BooleanSupplier checked) {}

  /**
   * @param links what else can be visited: path to what is there
   */
  public LandingPage(BuildInfo build, Watched watched, Map<String, String> links) {
    this.build = build;
    this.watched = watched;
    this.links = links;
  }

  @Override
  public Response answer(Request request) {
    LogView now = watched.logs().get();
    StringBuilder html = new StringBuilder(2048);
    html.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>mysql-aborted-exporter</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>mysql-aborted-exporter</h1>");
    Map<String, List<Finding>> wrong = watched.findings().get();
    appendFindings(html, wrong);
    html.append("<p>Prometheus exporter for aborted MySQL and MariaDB connections. Version ")
        .append(escape(build.version()))
        .append(", revision ")
        .append(escape(build.revision()))
        .append(".</p><h2>Status</h2>");
    html.append("<p>Server: ").append(escape(watched.server())).append("</p>");
    appendLogs(html, now, wrong.isEmpty() && watched.checked().getAsBoolean());
    appendCounts(html, now);
    html.append("<h2>Pages</h2><ul>");
    links.forEach(
        (path, what) ->
            html.append("<li><a href=\"")
                .append(escape(path))
                .append("\">")
                .append(escape(path))
                .append("</a>: ")
                .append(escape(what))
                .append("</li>"));
    return Response.html(html.append("</ul></body></html>\n").toString());
  }

  private static void appendFindings(StringBuilder html, Map<String, List<Finding>> wrong) {
    List<Map.Entry<String, Finding>> all =
        wrong.entrySet().stream()
            .flatMap(of -> of.getValue().stream().map(finding -> Map.entry(of.getKey(), finding)))
            .toList();
    for (Map.Entry<String, Finding> one : all.subList(0, Math.min(MOST_FINDINGS, all.size()))) {
      html.append("<p class=\"bad\">")
          .append(escape(one.getKey()))
          .append(": ")
          .append(escape(one.getValue().sentence()))
          .append(" To fix it: <code>")
          .append(escape(one.getValue().remedy()))
          .append("</code></p>");
    }
    if (all.size() > MOST_FINDINGS) {
      html.append("<p class=\"bad\">")
          .append(all.size() - MOST_FINDINGS)
          .append(" more problems: see the metric mysql_aborted_exporter_log_problem.</p>");
    }
  }

  private static void appendLogs(StringBuilder html, LogView now, boolean well) {
    if (now.sources().isEmpty()) {
      html.append("<p class=\"bad\">No error log is read: ")
          .append(escape(now.reasonForNone().orElse("none is configured")))
          .append(". The exporter cannot show reasons.</p>");
      return;
    }
    html.append("<table><tr><th>Log</th><th>State</th><th>Records</th><th>Unrecognized</th>")
        .append("<th>Unread bytes</th></tr>");
    for (LogView.Source source : now.sources()) {
      html.append("<tr><td>")
          .append(escape(source.name()))
          .append(
              source.readable()
                  ? "</td><td%s>reading".formatted(well ? " class=\"good\"" : "")
                  : "</td><td class=\"bad\">cannot be read")
          .append(source.trouble().map(why -> ": " + escape(why)).orElse(""))
          .append("</td>");
      appendNumber(html, source.records());
      appendNumber(html, source.unrecognized());
      appendNumber(html, source.lagBytes());
      html.append("</tr>");
    }
    html.append("</table>");
  }

  private static void appendCounts(StringBuilder html, LogView now) {
    html.append("<h2>Aborted connections in the log</h2>");
    if (now.events().byReason().isEmpty()) {
      html.append("<p>None so far.</p>");
      return;
    }
    html.append("<table><tr><th>Phase</th><th>Reason</th><th>Count</th><th>Latest</th></tr>");
    for (Phase phase : Phase.values()) {
      now.events().byReason().entrySet().stream()
          .filter(entry -> entry.getKey().phase() == phase)
          .sorted(Map.Entry.<ReasonKey, Long>comparingByValue().reversed())
          .forEach(
              entry -> {
                html.append("<tr><td>")
                    .append(phase.label())
                    .append("</td><td>")
                    .append(entry.getKey().reason().label())
                    .append("</td>");
                appendNumber(html, entry.getValue());
                Instant latest =
                    now.events().lastSeen().getOrDefault(entry.getKey(), Instant.EPOCH);
                html.append("<td>")
                    .append(latest.truncatedTo(ChronoUnit.SECONDS))
                    .append("</td></tr>");
              });
    }
    html.append("</table>");
  }

  private static void appendNumber(StringBuilder html, long number) {
    html.append("<td class=\"n\">").append(number).append("</td>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
