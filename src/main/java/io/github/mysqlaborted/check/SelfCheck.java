package io.github.mysqlaborted.check;

import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks all the time whether the log of one server can tell, and does tell, of what the server
 * counts, and says in the exporter's log when that changes. It costs the server nothing: it takes
 * what a scrape has read. Thread-safe.
 */
public final class SelfCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);

  private final String server;
  private final Supplier<LogView> view;
  private final ObjLongConsumer<LogView> counted;
  private final Ticker ticker;
  private final Moment made;
  private final LogCheck check;
  private Set<LogProblem> told = EnumSet.noneOf(LogProblem.class);
  private boolean asked;

  /**
   * @param server what the exporter's log calls it
   * @param view of its log
   * @param counted is told {@code Aborted_connects} whenever the server answers
   * @param fromBeginning whether that log is read from its beginning
   */
  public SelfCheck(
      String server,
      Supplier<LogView> view,
      ObjLongConsumer<LogView> counted,
      boolean fromBeginning,
      Ticker ticker) {
    this.server = server;
    this.view = view;
    this.counted = counted;
    this.ticker = ticker;
    this.made = ticker.now();
    this.check = new LogCheck(Duration.ZERO, view.get(), fromBeginning);
  }

  /** The same of a log in which no failed login is in doubt. */
  public SelfCheck(String server, Supplier<LogView> view, boolean fromBeginning, Ticker ticker) {
    this(server, view, (before, count) -> {}, fromBeginning, ticker);
  }

  private Duration age() {
    return ticker.now().since(made);
  }

  /** What the log has told; to be taken before the server is asked. */
  public LogView view() {
    return view.get();
  }

  /**
   * The server was scraped.
   *
   * @param before what {@link #view} said before
   */
  public synchronized void answered(LogView before, ServerAnswer answer) {
    asked = true;
    check.answered(age(), before, answer);
    answer
        .facts()
        .status()
        .map(status -> status.value("Aborted_connects"))
        .ifPresent(value -> value.ifPresent(count -> counted.accept(before, count)));
  }

  /** The server was scraped and did not answer. */
  public synchronized void unanswered() {
    check.unanswered();
  }

  /** Whether the server has answered at least once, so that all could be checked. */
  public synchronized boolean hasAsked() {
    return asked;
  }

  /** The server's counters beside the counts of the log, as soon as both are known. */
  public synchronized Optional<Compared> compared() {
    Duration now = age();
    check.look(now, view.get());
    return check.compared(now);
  }

  /** What is wrong now. */
  public synchronized List<Finding> findings() {
    Duration now = age();
    check.look(now, view.get());
    List<Finding> findings = check.findings(now);
    tell(findings);
    return findings;
  }

  private void tell(List<Finding> findings) {
    Set<LogProblem> now = EnumSet.noneOf(LogProblem.class);
    for (Finding finding : findings) {
      if (now.add(finding.problem()) && !told.contains(finding.problem())) {
        LOG.warn("{}: {} To fix it: {}", server, finding.sentence(), finding.remedy());
      }
    }
    for (LogProblem past : told) {
      if (!now.contains(past)) {
        LOG.info("{}: log problem resolved: {}", server, past.key());
      }
    }
    told = now;
  }
}
