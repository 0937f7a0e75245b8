package io.github.mysqlaborted.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client accepts, with how much it likes it, as {@code Accept} and {@code Accept-Encoding}
 * say it (RFC 9110, sections 12.4.2 and 12.5).
 */
final class Accept {

  private static final Pattern QUALITY =
      Pattern.compile(";\\s*q\\s*=\\s*(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*(?=;|$)");

  private record Range(String name, String parameters, double quality) {}

  private final List<Range> ranges;

  private Accept(List<Range> ranges) {
    this.ranges = ranges;
  }

  static Accept parse(String header) {
    List<Range> ranges = new ArrayList<>();
    for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      int semicolon = element.indexOf(';');
      String name = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
      String parameters = semicolon < 0 ? "" : element.substring(semicolon);
      Matcher quality = QUALITY.matcher(parameters);
      if (!name.isEmpty()) {
        ranges.add(
            new Range(name, parameters, quality.find() ? Double.parseDouble(quality.group(1)) : 1));
      }
    }
    return new Accept(ranges);
  }

  /** Whether one of {@code names} is named, rather than covered by a wider range. */
  boolean names(List<String> names) {
    return ranges.stream().anyMatch(range -> names.contains(range.name()));
  }

  /** How much {@code name} is liked, from 0 to 1; the most specific range that fits decides. */
  double quality(String name) {
    return quality(name, "");
  }

  /** The same for a type with a parameter: a range that names another value does not fit. */
  double quality(String name, String version) {
    String type = name.substring(0, name.indexOf('/') + 1) + "*";
    double found = 0;
    int specific = -1;
    for (Range range : ranges) {
      int how = specificity(range, name, type, version);
      if (how > specific || (how == specific && how >= 0 && range.quality() > found)) {
        specific = how;
        found = range.quality();
      }
    }
    return found;
  }

  /** From 0, for a range that covers everything, to 2; -1 for one that does not fit. */
  private static int specificity(Range range, String name, String type, String version) {
    if (range.name().equals(name)) {
      return versionFits(range.parameters(), version) ? 2 : -1;
    }
    if (range.name().equals(type) && !type.equals("*")) {
      return 1;
    }
    return isAny(range.name()) ? 0 : -1;
  }

  private static boolean versionFits(String parameters, String version) {
    return version.isEmpty()
        || !parameters.contains("version=")
        || parameters.replace("\"", "").contains("version=" + version);
  }

  private static boolean isAny(String name) {
    return name.equals("*/*") || name.equals("*");
  }
}
