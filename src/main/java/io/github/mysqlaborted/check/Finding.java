package io.github.mysqlaborted.check;

import static java.util.Objects.requireNonNull;

/**
 * A problem that holds now.
 *
 * @param sentence what is seen, with the name of the log or of the setting
 * @param remedy what to type, or where to look
 */
public record Finding(LogProblem problem, String sentence, String remedy) {

  public Finding {
    requireNonNull(problem, "problem");
    requireNonNull(sentence, "sentence");
    requireNonNull(remedy, "remedy");
  }
}
