package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page {@code docs/what-servers-say.md}: rows of cells under their sections. */
final class SaidDocument {
  static final Path FILE = Path.of("docs", "what-servers-say.md");

  private static final String HEADING = "## ";
  private static final String BORDER = " | ";

  private SaidDocument() {}

  /** The whole page, sections and rows in their order. */
  static String of(String preamble, Collection<SaidCell> cells) {
    Map<String, List<SaidCell>> sections = new LinkedHashMap<>();
    for (SaidCell cell : cells) {
      sections.computeIfAbsent(cell.section(), section -> new ArrayList<>()).add(cell);
    }
    StringBuilder page = new StringBuilder(preamble);
    sections.forEach(
        (section, rows) -> {
          page.append("\n").append(HEADING).append(section).append("\n\n");
          page.append(
              "| server | counters | log | reason | cause, log alone | cause, age known |\n");
          page.append("|---|---|---|---|---|---|\n");
          rows.forEach(cell -> page.append(cell.row()).append("\n"));
        });
    return page.toString();
  }

  /** The rows of the page that is checked in. */
  static List<SaidCell> cells() throws IOException {
    List<SaidCell> cells = new ArrayList<>();
    String section = "";
    for (String line : Files.exists(FILE) ? Files.readAllLines(FILE) : List.<String>of()) {
      if (line.startsWith(HEADING)) {
        section = line.substring(HEADING.length());
      } else if (line.startsWith("| ") && !line.startsWith("| server |")) {
        String inner = line.substring(2, line.length() - 2);
        int border = inner.indexOf(BORDER);
        String server = inner.substring(0, border);
        cells.add(new SaidCell(section, server, inner.substring(border + BORDER.length())));
      }
    }
    return cells;
  }
}
