package io.github.mysqlaborted.dashboards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One choice of series in PromQL.
 *
 * @param metric its name
 * @param matchers label to operator and quoted value
 * @param range what stands in brackets behind it, or empty
 * @param function the function whose bracket opens right before it, or empty
 */
record Selector(String metric, Map<String, String> matchers, String range, String function) {
  private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"";
  private static final Pattern SELECTOR =
      Pattern.compile(
          "(?:(\\w+)\\()?\\b((?:mysql_|node_|instance_|job_|ALERTS)[\\w:]*)"
              + "(?:\\{((?:[^}\"]|"
              + STRING
              + ")*)\\})?(?:\\[([^\\]]*)\\])?");
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*(" + STRING + ")");

  Selector {
    matchers = Map.copyOf(matchers);
  }

  /** All that an expression selects; what stands in strings or after "by" is no metric. */
  static List<Selector> in(String expression) {
    List<Selector> selectors = new ArrayList<>();
    Matcher found = SELECTOR.matcher(expression);
    while (found.find()) {
      if (insideString(expression, found.start())) {
        continue;
      }
      Map<String, String> matchers = new LinkedHashMap<>();
      Matcher matcher = MATCHER.matcher(text(found.group(3)));
      while (matcher.find()) {
        matchers.put(matcher.group(1), matcher.group(2) + matcher.group(3));
      }
      selectors.add(
          new Selector(found.group(2), matchers, text(found.group(4)), text(found.group(1))));
    }
    return selectors;
  }

  private static boolean insideString(String expression, int position) {
    Matcher string = Pattern.compile(STRING).matcher(expression);
    while (string.find()) {
      if (string.start() < position && position < string.end()) {
        return true;
      }
    }
    return false;
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }
}
