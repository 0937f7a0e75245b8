package io.github.mysqlaborted.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression speaks of, as far as a reading without a grammar goes: names with a
 * colon, or with a prefix that metrics have here, outside of strings and label lists.
 */
final class Promql {
  private static final Pattern LABEL_LIST =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-z][A-Za-z0-9_:]*)?\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)\\}");
  private static final Pattern MATCHER =
      Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(?:[a-z][A-Za-z0-9_]*:[A-Za-z0-9_:]+|(?:mysql|node|jvm|process)_\\w+|up)\\b");

  private Promql() {}

  /** A label matcher of a metric; a value with {@code |} stands for each of its alternatives. */
  record Use(String metric, String label, String value) {}

  static Set<String> metrics(String expression) {
    String bare = STRING.matcher(LABEL_LIST.matcher(expression).replaceAll(" ")).replaceAll(" ");
    bare = bare.replaceAll("\\{[^}]*\\}", " ");
    Set<String> metrics = new TreeSet<>();
    METRIC.matcher(bare).results().forEach(found -> metrics.add(found.group()));
    return metrics;
  }

  static List<Use> matchers(String expression) {
    List<Use> uses = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher matcher = MATCHER.matcher(selector.group(2));
      while (matcher.find()) {
        uses.add(new Use(selector.group(1), matcher.group(1), matcher.group(2)));
      }
    }
    return uses;
  }

  /** The labels that aggregations and joins name. */
  static Set<String> listedLabels(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher list = LABEL_LIST.matcher(expression);
    while (list.find()) {
      for (String label : list.group(1).split(",", -1)) {
        if (!label.isBlank()) {
          labels.add(label.strip());
        }
      }
    }
    return labels;
  }
}
