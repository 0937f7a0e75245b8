package io.github.mysqlaborted.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a terminal shows of the output of a program, as far as the demo needs it: two screens,
 * automatic wrapping, scrolling, and the control sequences that it uses. An unknown one is an
 * error.
 */
final class VirtualTerminal {
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\??[\\d;]*)([A-Za-z])");

  private final List<String> scrolledAway = new ArrayList<>();
  private char[][] usual;
  private char[][] cells;
  private boolean alternate;
  private int row;
  private int column;
  private int wraps;

  VirtualTerminal(TerminalSize size) {
    cells = blank(size);
    usual = cells;
  }

  private static char[][] blank(TerminalSize size) {
    char[][] blank = new char[size.rows()][size.columns()];
    Stream.of(blank).forEach(line -> Arrays.fill(line, ' '));
    return blank;
  }

  /** Another size, and the alternate screen cut to it, as of a terminal that does not wrap anew. */
  void resize(TerminalSize size) {
    char[][] resized = blank(size);
    for (int i = 0; i < Math.min(resized.length, cells.length); i++) {
      int common = Math.min(resized[i].length, cells[i].length);
      System.arraycopy(cells[i], 0, resized[i], 0, common);
    }
    cells = resized;
    row = Math.min(row, size.rows() - 1);
    column = Math.min(column, size.columns());
  }

  /** Takes output; a control sequence has to be in it as a whole. */
  void write(String output) {
    Matcher sequence = SEQUENCE.matcher(output);
    int at = 0;
    while (at < output.length()) {
      char character = output.charAt(at);
      if (character == '\u001b') {
        if (!sequence.find(at) || sequence.start() != at) {
          throw new IllegalArgumentException("unknown sequence at " + at + " of " + output);
        }
        control(sequence.group(1), sequence.group(2));
        at = sequence.end();
      } else {
        put(character);
        at++;
      }
    }
  }

  private void put(char character) {
    switch (character) {
      case '\r' -> column = 0;
      case '\n' -> lineFeed();
      default -> {
        if (column == cells[row].length) {
          wraps += alternate ? 1 : 0;
          column = 0;
          lineFeed();
        }
        cells[row][column++] = character;
      }
    }
  }

  private void lineFeed() {
    if (row < cells.length - 1) {
      row++;
      return;
    }
    char[] first = cells[0];
    if (!alternate) {
      scrolledAway.add(new String(first));
    }
    System.arraycopy(cells, 1, cells, 0, cells.length - 1);
    cells[row] = new char[first.length];
    Arrays.fill(cells[row], ' ');
  }

  private void control(String parameters, String name) {
    switch (parameters + name) {
      case "H" -> {
        row = 0;
        column = 0;
      }
      case "K" -> clearLine();
      case "J" -> {
        clearLine();
        for (int below = row + 1; below < cells.length; below++) {
          Arrays.fill(cells[below], ' ');
        }
      }
      case "?1049h" -> {
        usual = cells;
        cells = blank(new TerminalSize(cells[0].length, cells.length));
        alternate = true;
      }
      case "?1049l" -> {
        cells = usual;
        alternate = false;
        row = 0;
        while (row < cells.length - 1 && !new String(cells[row]).isBlank()) {
          row++;
        }
        column = 0;
      }
      default -> throw new IllegalArgumentException("unknown sequence " + parameters + name);
    }
  }

  private void clearLine() {
    Arrays.fill(cells[row], Math.min(column, cells[row].length - 1), cells[row].length, ' ');
  }

  /** The lines that are seen, without spaces at their ends. */
  List<String> lines() {
    return Stream.of(cells).map(line -> new String(line).stripTrailing()).toList();
  }

  /** All that was ever written to the usual screen and not cleared. */
  String text() {
    return String.join("\n", scrolledAway) + "\n" + String.join("\n", lines());
  }

  /** How often a line of the alternate screen was too long. */
  int wraps() {
    return wraps;
  }
}
