package io.github.mysqlaborted.demo;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many characters fit on a terminal. */
record TerminalSize(int columns, int rows) {
  private static final Pattern STTY = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  /** That of the terminal as it is now; {@code stty} asks about its standard input. */
  static TerminalSize now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor();
      return parse(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("stty"));
    }
  }

  /** Reads what {@code stty size} says; of a terminal that does not know its own it says 0. */
  static TerminalSize parse(String said) {
    Matcher matcher = STTY.matcher(said);
    if (!matcher.matches()) {
      return USUAL;
    }
    int rows = Integer.parseInt(matcher.group(1));
    int columns = Integer.parseInt(matcher.group(2));
    return rows == 0 || columns == 0 ? USUAL : new TerminalSize(columns, rows);
  }
}
