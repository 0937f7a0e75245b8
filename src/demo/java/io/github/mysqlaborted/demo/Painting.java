package io.github.mysqlaborted.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is painted on a terminal of some size: no line is wider and there are no more lines than
 * fit. The notifications get all that the rest leaves.
 *
 * @param said the lines that were said before, of which the last are shown if they fit
 * @param table how often each reason was provoked and counted
 * @param notifications the last of each alert, the newest last
 */
record Painting(
    TerminalSize size, List<String> said, List<String> table, List<Notification> notifications) {
  private static final String END = "Ctrl-C ends it, and says whether all was counted.";
  private static final int MOST_SAID = 3;
  private static final String CUT = "...";
  private static final String INDENT = "            ";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> head = said.subList(Math.max(0, said.size() - MOST_SAID), said.size());
    // Besides: two empty lines, the heading, the last line.
    int room = size.rows() - table.size() - notifications.size() - 4;
    if (room > 0) {
      lines.addAll(head.subList(0, Math.min(room, head.size())));
      lines.add("");
    }
    lines.addAll(table);
    lines.add("");
    lines.add(heading());
    lines.addAll(notificationLines(size.rows() - lines.size() - 1));
    int most = Math.max(0, size.rows() - 1);
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(most, lines.size())));
    shown.add(END);
    return shown.stream().map(this::cut).toList();
  }

  private String heading() {
    if (notifications.isEmpty()) {
      return "no notification yet";
    }
    long firing = notifications.stream().filter(each -> !each.resolved()).count();
    return "notifications: %d firing, %d resolved".formatted(firing, notifications.size() - firing);
  }

  /** One line of each, the newest first, and of the newest as much more as there is room for. */
  private List<String> notificationLines(int room) {
    List<Notification> newestFirst = new ArrayList<>(notifications);
    Collections.reverse(newestFirst);
    List<String> lines = new ArrayList<>();
    int left = room - newestFirst.size();
    for (Notification notification : newestFirst) {
      lines.add(notification.headline());
      List<String> details = details(notification);
      if (details.size() <= left) {
        lines.addAll(details);
        left -= details.size();
      } else {
        left = 0;
      }
    }
    return lines.subList(0, Math.max(0, Math.min(room, lines.size())));
  }

  private List<String> details(Notification notification) {
    if (notification.resolved()) {
      return List.of();
    }
    return notification.details().stream().flatMap(detail -> wrapped(detail).stream()).toList();
  }

  /** At spaces, where it can be, and behind the first line further in. */
  private List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    String rest = "  " + text;
    while (rest.length() > size.columns()) {
      int space = rest.lastIndexOf(' ', size.columns());
      int end = space > INDENT.length() ? space : size.columns();
      lines.add(rest.substring(0, end));
      rest = INDENT + rest.substring(end).strip();
      if (size.columns() <= INDENT.length() + CUT.length()) {
        break;
      }
    }
    lines.add(rest);
    return lines;
  }

  private String cut(String line) {
    if (line.length() <= size.columns()) {
      return line;
    }
    int kept = Math.max(0, size.columns() - CUT.length());
    return (line.substring(0, kept) + CUT).substring(0, size.columns());
  }
}
