package io.github.mysqlaborted.diagnosis;

import java.util.List;

/** Rules that look for one kind of evidence. */
interface Rules {

  /**
   * Explains what it can.
   *
   * @param open the events of one phase of one server that no rule has explained yet, in the order
   *     of the log
   * @return each event in one explanation at most
   */
  List<Explanation> explain(List<Incident> open, Known known);
}
