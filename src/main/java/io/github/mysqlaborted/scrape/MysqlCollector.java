package io.github.mysqlaborted.scrape;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.SelfCheck;
import io.github.mysqlaborted.check.ServerAnswer;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.follow.ProbedTable;
import io.github.mysqlaborted.follow.ServerReport;
import io.github.mysqlaborted.metrics.LogCollector;
import io.github.mysqlaborted.metrics.LogProblemCollector;
import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import io.github.mysqlaborted.server.table.Reading;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of one server as metric families, read when it is scraped. Thread-safe; scrapes at the
 * same time share one result.
 *
 * <pre>{@code
 * # HELP mysql_up Whether the server answered this scrape
 * # TYPE mysql_up gauge
 * mysql_up 1.0
 * # HELP mysql_connect_failure Why the server did not answer this scrape
 * # TYPE mysql_connect_failure gauge
 * mysql_connect_failure{reason="auth",} 0.0
 * # HELP mysql_version_info Version, version comment and flavor of the server
 * # TYPE mysql_version_info gauge
 * mysql_version_info{version="8.0.33",version_comment="MySQL Community Server - GPL",flavor="mysql",} 1.0
 * }</pre>
 */
public final class MysqlCollector {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlCollector.class);

  private static final LogView NOTHING =
      new LogView(List.of(), LoggedEvents.Snapshot.EMPTY, CauseCounts.Snapshot.EMPTY, true);

  private final MysqlClient client;
  private final InstantSource clock;
  private final Optional<ProbedTable> errorLog;
  private final Optional<SelfCheck> check;
  private final Consumer<ServerReport> reports;
  private final List<ScraperRun> scrapers;
  private final LastAnswer lastAnswer;
  private final Map<Set<String>, CompletableFuture<List<MetricFamilySamples>>> running =
      new ConcurrentHashMap<>();
  private volatile Optional<ConnectFailure> lastFailure = Optional.empty();

  private MysqlCollector(
      MysqlClient client,
      InstantSource clock,
      Ticker ticker,
      Optional<ProbedTable> errorLog,
      Optional<SelfCheck> check,
      Consumer<ServerReport> reports,
      int accounts) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
    this.errorLog = requireNonNull(errorLog, "errorLog");
    this.check = requireNonNull(check, "check");
    this.reports = requireNonNull(reports, "reports");
    this.lastAnswer = new LastAnswer(clock, ticker);
    this.scrapers =
        List.of(
                new GlobalStatusScraper(),
                new GlobalVariablesScraper(),
                new ErrorsSummaryScraper(),
                new HostCacheScraper(),
                new AccountsScraper(accounts, ticker))
            .stream()
            .map(scraper -> new ScraperRun(scraper, ticker))
            .toList();
  }

  /**
   * A collector that reads no log.
   *
   * @param clock stamps what was read
   * @param ticker measures pauses
   */
  public MysqlCollector(MysqlClient client, InstantSource clock, Ticker ticker) {
    this(
        client,
        clock,
        ticker,
        Optional.empty(),
        Optional.empty(),
        report -> {},
        ExporterConfig.DEFAULT_ACCOUNTS);
  }

  /**
   * A collector that reads no log itself.
   *
   * @param check is told what the server says, if its log is read elsewhere
   * @param reports likewise
   * @param accounts how many accounts have series of their own
   */
  public static MysqlCollector of(
      MysqlClient client,
      InstantSource clock,
      Ticker ticker,
      Optional<SelfCheck> check,
      Consumer<ServerReport> reports,
      int accounts) {
    return new MysqlCollector(client, clock, ticker, Optional.empty(), check, reports, accounts);
  }

  /**
   * A collector that reads on in the error log after the status, where the server has such a table.
   */
  public static MysqlCollector reading(
      MysqlClient client, InstantSource clock, Ticker ticker, ProbedTable errorLog, int accounts) {
    SelfCheck check =
        new SelfCheck(
            client.address().toString(),
            () -> errorLog.view().orElse(NOTHING),
            !errorLog.isFromEnd(),
            ticker);
    return new MysqlCollector(
        client,
        clock,
        ticker,
        Optional.of(errorLog),
        Optional.of(check),
        errorLog::answered,
        accounts);
  }

  /** What is wrong with the log of this server, if it is read here and was seen. */
  public List<Finding> findings() {
    return errorLog.flatMap(ProbedTable::view).isPresent()
        ? check.map(SelfCheck::findings).orElse(List.of())
        : List.of();
  }

  /** What the server last said, and whether it answers. */
  public LastAnswer.State lastAnswer() {
    return lastAnswer.state();
  }

  /** The names that {@link #scrape} knows. */
  public Set<String> collectors() {
    return scrapers.stream().map(ScraperRun::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Asks the server. Never throws, and returns within {@code timeout}.
   *
   * @param collectors which of {@link #collectors} to run, where the server has what they read
   */
  public List<MetricFamilySamples> scrape(Duration timeout, Set<String> collectors) {
    Set<String> wanted = Set.copyOf(collectors);
    CompletableFuture<List<MetricFamilySamples>> mine = new CompletableFuture<>();
    CompletableFuture<List<MetricFamilySamples>> other = running.putIfAbsent(wanted, mine);
    if (other != null) {
      return await(other, timeout);
    }
    List<MetricFamilySamples> families = ServerFamilies.down(ConnectFailure.OTHER);
    try {
      families = ask(timeout, wanted);
    } finally {
      running.remove(wanted);
      mine.complete(families);
    }
    return families;
  }

  /**
   * Logs in anew with these settings, if they are other ones. What the account may not read is
   * tried again in any case: a privilege may have been granted, and a try is no failed login.
   *
   * @return whether they are
   */
  public boolean reconfigure(ConnectionSettings settings) {
    scrapers.forEach(ScraperRun::retryNow);
    errorLog.ifPresent(ProbedTable::retryNow);
    return client.reconfigure(settings);
  }

  private static List<MetricFamilySamples> await(
      CompletableFuture<List<MetricFamilySamples>> other, Duration timeout) {
    try {
      return other.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return ServerFamilies.down(ConnectFailure.TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ServerFamilies.down(ConnectFailure.OTHER);
    } catch (ExecutionException e) {
      return ServerFamilies.down(ConnectFailure.OTHER);
    }
  }

  private List<MetricFamilySamples> ask(Duration timeout, Set<String> wanted) {
    try {
      List<MetricFamilySamples> families =
          client.call(timeout, session -> scrapeWith(session, wanted));
      if (lastFailure.isPresent()) {
        LOG.info("{} is reachable again", client.address());
        lastFailure = Optional.empty();
      }
      return withLogged(families);
    } catch (MysqlUnavailableException e) {
      if (!lastFailure.equals(Optional.of(e.failure()))) {
        LOG.warn(
            "{} is not reachable: reason={}: {}",
            client.address(),
            e.failure().label(),
            e.getMessage());
        lastFailure = Optional.of(e.failure());
      }
      lastAnswer.failed(e.failure(), String.valueOf(e.getMessage()));
      errorLog.ifPresent(ProbedTable::unreachable);
      check.ifPresent(SelfCheck::unanswered);
      return withLogged(ServerFamilies.down(e.failure()));
    }
  }

  /** With what the error log told so far, whether or not the server answers now. */
  private List<MetricFamilySamples> withLogged(List<MetricFamilySamples> families) {
    Optional<LogView> view = errorLog.flatMap(ProbedTable::view);
    if (view.isEmpty()) {
      return families;
    }
    List<MetricFamilySamples> all = new ArrayList<>(families);
    all.addAll(new LogCollector(view::get, errorLog.get().showsAccounts()).collect());
    check.ifPresent(known -> all.addAll(new LogProblemCollector(known::findings).collect()));
    return List.copyOf(all);
  }

  private List<MetricFamilySamples> scrapeWith(MysqlSession session, Set<String> wanted)
      throws MysqlUnavailableException {
    List<ScraperRun> asked =
        scrapers.stream()
            .filter(scraper -> wanted.contains(scraper.name()) && scraper.isSupportedBy(session))
            .toList();
    Optional<LogView> before = check.map(SelfCheck::view);
    Instant start = clock.instant();
    Reading reading =
        new Reading(
            session, reads(HostCacheScraper.NAME, asked), reads(AccountsScraper.NAME, asked));
    List<ScraperRun.Result> results = new ArrayList<>();
    for (ScraperRun scraper : asked) {
      results.add(scraper.run(reading));
    }
    report(reading, start).ifPresent(reports);
    if (errorLog.isPresent()) {
      readLog(errorLog.get(), session, reading);
    } else if (results.isEmpty()) {
      session.ping();
    }
    lastAnswer.answered(reading.facts());
    check.ifPresent(known -> known.answered(before.orElseThrow(), answer(reading)));
    List<MetricFamilySamples> families = new ArrayList<>(ServerFamilies.up());
    families.addAll(ServerFamilies.version(session.version()));
    results.forEach(result -> families.addAll(result.families()));
    families.addAll(ScraperRun.outcomes(results).list());
    return List.copyOf(families);
  }

  private Optional<ServerReport> report(Reading reading, Instant asked) {
    Reading.Facts facts = reading.facts();
    return facts
        .status()
        .map(
            status ->
                new ServerReport(
                    facts.version(), status, facts.variables(), asked, clock.instant()));
  }

  private ServerAnswer answer(Reading reading) {
    return new ServerAnswer(client.address().toString(), client.isOnThisMachine(), reading.facts());
  }

  private void readLog(ProbedTable table, MysqlSession session, Reading reading)
      throws MysqlUnavailableException {
    try {
      Optional<ErrorLogStatus> status =
          ErrorLogStatus.of(reading.statusForErrorLog(), clock.instant());
      if (status.isPresent()) {
        table.read(session, status.get());
      }
    } catch (MysqlStatementException e) {
      LOG.warn("{}: cannot read status: {}", client.address(), e.getMessage());
    }
  }

  private static boolean reads(String name, List<ScraperRun> asked) {
    return asked.stream().anyMatch(scraper -> scraper.name().equals(name) && !scraper.isPaused());
  }
}
