package io.github.mysqlaborted.bench.scrape;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one exporter; times are milliseconds of one scrape, memory is MiB.
 *
 * @param processor of the exporter
 * @param serverProcessor of the server
 * @param statements that the server counted, of one scrape
 * @param connections that the server counted, of one scrape
 */
record Run(
    double median,
    double percentile99,
    double perSecond,
    double processor,
    double serverProcessor,
    double statements,
    double connections,
    double resident,
    double peak) {

  /** Of each figure the median. */
  static Run medianOf(List<Run> runs) {
    return new Run(
        median(runs, Run::median),
        median(runs, Run::percentile99),
        median(runs, Run::perSecond),
        median(runs, Run::processor),
        median(runs, Run::serverProcessor),
        median(runs, Run::statements),
        median(runs, Run::connections),
        median(runs, Run::resident),
        median(runs, Run::peak));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).sorted().toArray()[runs.size() / 2];
  }
}
