package io.github.mysqlaborted;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.SelfCheck;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.follow.LogFollower;
import io.github.mysqlaborted.follow.ProbedTable;
import io.github.mysqlaborted.metrics.BuildInfo;
import io.github.mysqlaborted.metrics.ExporterCollector;
import io.github.mysqlaborted.metrics.JvmCollectors;
import io.github.mysqlaborted.metrics.LogCollector;
import io.github.mysqlaborted.metrics.LogProblemCollector;
import io.github.mysqlaborted.scrape.Exposition;
import io.github.mysqlaborted.scrape.LastAnswer;
import io.github.mysqlaborted.scrape.MysqlCollector;
import io.github.mysqlaborted.scrape.OpenSessionSampler;
import io.github.mysqlaborted.scrape.ProbeTargets;
import io.github.mysqlaborted.scrape.SessionSampler;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.state.CheckpointFile;
import io.github.mysqlaborted.time.Periodic;
import io.github.mysqlaborted.time.Ticker;
import io.github.mysqlaborted.web.DiagnosisPage;
import io.github.mysqlaborted.web.Endpoint;
import io.github.mysqlaborted.web.LandingPage;
import io.github.mysqlaborted.web.MetricsPage;
import io.github.mysqlaborted.web.ProbePage;
import io.github.mysqlaborted.web.Response;
import io.github.mysqlaborted.web.Watched;
import io.github.mysqlaborted.web.WebServer;
import io.prometheus.client.Collector;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running exporter: built from its configuration, and taken apart in the opposite order. */
final class Exporter implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
  private static final String NO_SERVER = "none";

  private static final Duration CHECK_EVERY = Duration.ofSeconds(15);

  /** How often is looked whether scrapes are too rare; most times they are not. */
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(5);

  private static final Duration LOOK_AT_WEB_CONFIG_EVERY = Duration.ofSeconds(1);

  /** In Prometheus' words. */
  private static final Endpoint NO_RELOAD =
      Endpoint.post(request -> Response.text(403, "Lifecycle API is not enabled.\n"));

  private static final Set<String> HEALTH = Set.of("/-/healthy", "/-/ready");

  private final Optional<MysqlClient> client;
  private final ProbeTargets probes;
  private final MysqlThreads threads;
  private final LogFollower follower;
  private final List<Periodic> timers;
  private final WebServer web;
  private final Reloader reloader;

  private Exporter(
      Optional<MysqlClient> client,
      ProbeTargets probes,
      MysqlThreads threads,
      LogFollower follower,
      List<Periodic> timers,
      WebServer web,
      Reloader reloader) {
    this.client = client;
    this.probes = probes;
    this.threads = threads;
    this.follower = follower;
    this.timers = timers;
    this.web = web;
    this.reloader = reloader;
  }

  /**
   * Starts it all.
   *
   * @throws ConfigException if the state directory is another exporter's
   * @throws IOException if an address cannot be had
   */
  static Exporter start(
      ExporterConfig config, Optional<ConnectionSettings> settings, BuildInfo build)
      throws ConfigException, IOException {
    ServerLogin.warn(config, settings);
    Clock clock = Clock.systemUTC();
    Ticker ticker = Ticker.system();
    Access access = access(config, ticker);
    MysqlThreads threads = new MysqlThreads();
    Optional<MysqlClient> client = settings.map(login -> new MysqlClient(login, threads, ticker));
    Optional<OpenSessions> open =
        client.flatMap(server -> config.sessionsEvery()).map(every -> new OpenSessions());
    LogFollower follower = follower(config, client, open, clock, ticker);
    List<Collector> collectors = new ArrayList<>();
    collectors.add(new LogCollector(follower::view, config.accounts() > 0));
    String watched = settings.map(login -> login.address().toString()).orElse(NO_SERVER);
    Optional<SelfCheck> check = selfCheck(config, follower, watched, ticker);
    check.ifPresent(known -> collectors.add(new LogProblemCollector(known::findings)));
    Optional<SessionSampler> sampler =
        client.map(server -> new SessionSampler(server, clock, ticker, follower::answered));
    Optional<OpenSessionSampler> openSampler =
        open.map(sessions -> new OpenSessionSampler(client.orElseThrow(), clock, ticker, sessions));
    Optional<MysqlCollector> mysql =
        client.map(
            server ->
                MysqlCollector.of(
                    server,
                    clock,
                    ticker,
                    check,
                    report -> {
                      sampler.orElseThrow().accept(report);
                      openSampler.ifPresent(OpenSessionSampler::scraped);
                    },
                    config.accounts()));
    ProbeTargets probes =
        new ProbeTargets(
            config.probe(),
            config.collectors(),
            threads,
            clock,
            ticker,
            target -> probedTable(target, config, clock, ticker),
            config.accounts());
    Reloader reloader =
        new Reloader(
            () -> {
              openSampler.ifPresent(OpenSessionSampler::retryNow);
              return reload(config, access, mysql, probes);
            });
    collectors.add(
        new ExporterCollector(build, reloader::isSuccessful, () -> follower.view().saved()));
    collectors.addAll(JvmCollectors.all());
    Exposition exposition = new Exposition(mysql, config.collectors(), collectors);
    WebServer web =
        WebServer.start(
            config.web().listen(),
            pages(
                config,
                exposition,
                probes,
                reloader,
                new DiagnosisPage(follower, clock, config.errorLog().hoursZone()),
                new LandingPage(
                    build,
                    () -> watched(config, settings, follower, check, mysql, probes),
                    clock,
                    config.errorLog().hoursZone(),
                    links(config))),
            access,
            config.web().openHealth() ? HEALTH : Set.of());
    follower.start();
    List<Periodic> timers = new ArrayList<>();
    check.ifPresent(
        known -> timers.add(Periodic.start("self-check", CHECK_EVERY, known::findings)));
    sampler.ifPresent(
        known -> timers.add(Periodic.start("session-sampler", SAMPLE_EVERY, known::sample)));
    if (config.web().configFile().isPresent()) {
      timers.add(
          Periodic.start(
              "web-config",
              LOOK_AT_WEB_CONFIG_EVERY,
              () -> {
                if (access.hasChanged()) {
                  reloader.reload();
                }
              }));
    }
    openSampler.ifPresent(
        known ->
            timers.add(
                Periodic.start(
                    "open-sessions", config.sessionsEvery().orElseThrow(), known::sample)));
    LOG.info(
        "listening addresses={} {} server={} error_log={} version={}",
        described(web.addresses()),
        access.described(),
        watched,
        config.errorLog().described(),
        build.version());
    return new Exporter(client, probes, threads, follower, timers, web, reloader);
  }

  /** Reads the configuration anew, as {@link Reloader} has it. */
  void reload() {
    reloader.reload();
  }

  @Override
  public void close() {
    web.close();
    timers.forEach(Periodic::close);
    try {
      follower.close();
    } catch (IOException e) {
      LOG.warn("cannot close a log on shutdown", e);
    }
    client.ifPresent(MysqlClient::close);
    probes.close();
    threads.close();
    LOG.info("stopped");
  }

  /** The addresses as in flags: {@code :10104} for all interfaces. */
  private static String described(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .map(
            address ->
                address.getAddress().isAnyLocalAddress()
                    ? ":" + address.getPort()
                    : address.getAddress() instanceof Inet6Address six
                        ? "[" + six.getHostAddress() + "]:" + address.getPort()
                        : address.getAddress().getHostAddress() + ":" + address.getPort())
        .collect(Collectors.joining(","));
  }

  /** Nothing is checked where no log is wanted. */
  private static Optional<SelfCheck> selfCheck(
      ExporterConfig config, LogFollower follower, String watched, Ticker ticker) {
    ErrorLogConfig log = config.errorLog();
    return log.source() == ErrorLogConfig.Source.NONE
            || (watched.equals(NO_SERVER) && log.files().isEmpty() && log.unit().isEmpty())
        ? Optional.empty()
        : Optional.of(
            new SelfCheck(
                checkedAs(watched), follower::view, follower::counted, !log.fromEnd(), ticker));
  }

  private static Map<String, List<Finding>> findings(
      Optional<SelfCheck> check, String watched, ProbeTargets probes) {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    check
        .map(SelfCheck::findings)
        .filter(found -> !found.isEmpty())
        .ifPresent(found -> findings.put(checkedAs(watched), found));
    findings.putAll(probes.findings());
    return findings;
  }

  private static String checkedAs(String watched) {
    return watched.equals(NO_SERVER) ? "the log" : watched;
  }

  private static Optional<ProbedTable> probedTable(
      String target, ExporterConfig config, Clock clock, Ticker ticker) {
    ErrorLogConfig log = config.errorLog();
    return log.source() == ErrorLogConfig.Source.NONE
        ? Optional.empty()
        : Optional.of(
            new ProbedTable(
                target, log.fromEnd(), log.hoursZone(), config.accounts(), clock, ticker));
  }

  private static Access access(ExporterConfig config, Ticker ticker) throws ConfigException {
    Optional<Path> file = config.web().configFile();
    return file.isPresent() ? Access.of(file.get(), ticker) : Access.open();
  }

  private static boolean reload(
      ExporterConfig config, Access access, Optional<MysqlCollector> mysql, ProbeTargets probes)
      throws ConfigException {
    access.check();
    Optional<ConnectionSettings> login = ServerLogin.load(config);
    boolean changed = probes.reconfigure();
    if (mysql.isPresent() && login.isPresent()) {
      changed |= mysql.get().reconfigure(login.get());
    }
    if (changed) {
      ServerLogin.warn(config, login);
    }
    changed |= access.reload();
    return changed;
  }

  private static LogFollower follower(
      ExporterConfig config,
      Optional<MysqlClient> client,
      Optional<OpenSessions> open,
      Clock clock,
      Ticker ticker)
      throws ConfigException {
    Optional<CheckpointFile> checkpoint = Optional.empty();
    if (config.stateDirectory().isPresent()) {
      Path directory = config.stateDirectory().get();
      try {
        checkpoint = Optional.of(CheckpointFile.open(directory));
      } catch (FileSystemException e) {
        throw new ConfigException("--state.directory: " + e.getMessage());
      }
    }
    return LogFollower.of(
        config.errorLog(), config.accounts(), client, open, checkpoint, clock, ticker);
  }

  private static Map<String, Endpoint> pages(
      ExporterConfig config,
      Exposition exposition,
      ProbeTargets probes,
      Reloader reloader,
      DiagnosisPage diagnosis,
      LandingPage landing) {
    Map<String, Endpoint> pages = new LinkedHashMap<>();
    pages.put(config.web().metricsPath(), new MetricsPage(exposition, config.timeoutOffset()));
    pages.put("/probe", new ProbePage(probes, config.timeoutOffset()));
    pages.put("/diagnosis", diagnosis);
    pages.put("/-/healthy", request -> Response.text(200, "mysql-aborted-exporter is healthy.\n"));
    pages.put("/-/ready", request -> Response.text(200, "mysql-aborted-exporter is ready.\n"));
    pages.put("/-/reload", config.web().lifecycle() ? reloader : NO_RELOAD);
    pages.put("/", landing);
    return pages;
  }

  /** What else can be visited, for the page. */
  private static Map<String, String> links(ExporterConfig config) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put(config.web().metricsPath(), "metrics for Prometheus");
    if (!config.probe().allow().allowsNone()) {
      links.put("/probe", "metrics of another server: ?target=HOST:PORT");
    }
    links.put("/diagnosis", "diagnosis: which causes explain the last aborted connections");
    links.put("/-/healthy", "health check: the exporter runs");
    links.put("/-/ready", "readiness check: the exporter answers requests");
    return links;
  }

  /** What is known at this moment, for the page. */
  private static Watched watched(
      ExporterConfig config,
      Optional<ConnectionSettings> settings,
      LogFollower follower,
      Optional<SelfCheck> check,
      Optional<MysqlCollector> mysql,
      ProbeTargets probes) {
    Optional<String> server = settings.map(login -> login.address().toString());
    boolean checked = server.isEmpty() || check.map(SelfCheck::hasAsked).orElse(true);
    return new Watched(
        server,
        mysql.map(MysqlCollector::lastAnswer).orElse(LastAnswer.State.UNASKED),
        check.isPresent(),
        follower.view(),
        checked,
        findings(check, server.orElse(NO_SERVER), probes),
        check.flatMap(SelfCheck::compared),
        config.probe().allow().allowsNone() ? Optional.empty() : Optional.of(probes.size()));
  }
}
