package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.alerts.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An alert, as Alertmanager posts it. Names in it come from a server's log: no control character
 * gets to the terminal.
 *
 * @param details evidence, what to do first, and where the runbook is, each a line
 */
record Notification(
    boolean resolved, String severity, String name, String summary, List<String> details) {
  Notification {
    summary = plain(summary);
    details = details.stream().map(Notification::plain).toList();
  }

  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  static Notification of(Map<?, ?> alert) {
    Map<String, String> labels = Yaml.texts(alert, "labels");
    Map<String, String> annotations = Yaml.texts(alert, "annotations");
    return new Notification(
        Yaml.text(alert, "status").equals("resolved"),
        labels.get("severity").toUpperCase(Locale.ROOT),
        labels.get("alertname"),
        annotations.get("summary"),
        List.of(
            ("evidence:  "
                    + annotations.get("description")
                    + " "
                    + annotations.getOrDefault("account", ""))
                .strip(),
            "do first:  " + annotations.get("action"),
            "runbook:   " + annotations.get("runbook_url")));
  }

  /** What fits into one line. */
  String headline() {
    return "%-8s  %s: %s".formatted(resolved ? "RESOLVED" : severity, name, summary);
  }
}
