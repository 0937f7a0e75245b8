package io.github.mysqlaborted.alerts;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One rule of the rule file.
 *
 * @param name what it records or the alert's name
 * @param isAlert whether it is an alert
 * @param expression its PromQL
 * @param labels those that it adds
 * @param annotations empty for a recording rule
 */
record Rule(
    String name,
    boolean isAlert,
    String expression,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** A PromQL string in an annotation's template, as the argument of {@code query}. */
  private static final Pattern TEMPLATE_QUERY =
      Pattern.compile("(?:query|printf) \"((?:[^\"\\\\]|\\\\.)*)\"");

  Rule {
    requireNonNull(name, "name");
    requireNonNull(expression, "expression");
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  static Rule of(Map<?, ?> yaml) {
    boolean isAlert = yaml.containsKey("alert");
    return new Rule(
        Yaml.text(yaml, isAlert ? "alert" : "record"),
        isAlert,
        Yaml.text(yaml, "expr"),
        Yaml.texts(yaml, "labels"),
        Yaml.texts(yaml, "annotations"));
  }

  /** Its PromQL: the expression, and the queries of its annotations. */
  List<String> queries() {
    List<String> queries = new ArrayList<>(List.of(expression));
    for (String annotation : annotations.values()) {
      Matcher matcher = TEMPLATE_QUERY.matcher(annotation);
      while (matcher.find()) {
        queries.add(matcher.group(1).replace("\\\"", "\"").replace("%q", "\"any\""));
      }
    }
    return queries;
  }
}
