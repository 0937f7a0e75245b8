package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ProbeConfig;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.follow.ProbedTable;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The servers that {@code /probe} was asked for, each with a kept session and with the events of
 * its error log. The one that was not asked for longest makes way for a new one past {@code
 * --probe.max-targets}; when it comes back, its events are counted anew. Thread-safe; a slow target
 * holds up no other.
 */
public final class ProbeTargets implements AutoCloseable {

  private record Key(ServerAddress.Tcp address, Optional<String> module) {}

  private record Target(MysqlClient client, MysqlCollector collector) {}

  private final ProbeConfig config;
  private final Set<String> enabled;
  private final MysqlThreads threads;
  private final InstantSource clock;
  private final Ticker ticker;
  private final ErrorLogs errorLogs;
  private final int accounts;
  private final Map<Key, Target> targets = new LinkedHashMap<>(16, 0.75f, true);

  /** What is kept of a target's error log. */
  public interface ErrorLogs {

    /** For a target that was not known so far, as its log is to call it; empty for nothing. */
    Optional<ProbedTable> of(String target);
  }

  /**
   * @param enabled the collectors that run when a probe names none
   */
  public ProbeTargets(
      ProbeConfig config,
      Set<String> enabled,
      MysqlThreads threads,
      InstantSource clock,
      Ticker ticker,
      ErrorLogs errorLogs,
      int accounts) {
    this.accounts = accounts;
    this.config = config;
    this.enabled = Set.copyOf(enabled);
    this.threads = threads;
    this.clock = clock;
    this.ticker = ticker;
    this.errorLogs = errorLogs;
  }

  /** The names that {@code collect[]} may have. */
  public Set<String> collectors() {
    return enabled;
  }

  /** How many targets are kept. */
  public int size() {
    synchronized (targets) {
      return targets.size();
    }
  }

  /**
   * Asks a server, in no more than {@code timeout}.
   *
   * @param target {@code HOST:PORT}
   * @param module NAME of {@code [client.NAME]} in the option file
   * @param collectors which collectors to run; empty for all that are enabled
   */
  public ProbeResult probe(
      String target, Optional<String> module, Duration timeout, Set<String> collectors) {
    long start = System.nanoTime();
    Optional<ServerAddress.Tcp> address =
        ServerAddress.parse(target).flatMap(ServerAddress.Tcp::canonical);
    if (address.isEmpty()) {
      return new ProbeResult.Malformed("target: invalid, accepted: HOST:PORT, [IPV6]:PORT");
    }
    Key key = new Key(address.get(), module);
    Standing standing = standing(key.address(), timeout);
    if (standing == Standing.FORBIDDEN) {
      return new ProbeResult.Forbidden();
    }
    try {
      return standing == Standing.ALLOWED
          ? asked(target(key), start, timeout, collectors)
          : askedInPassing(key, start, timeout, collectors);
    } catch (ConfigException e) {
      return new ProbeResult.Malformed(e.getMessage());
    }
  }

  private ProbeResult asked(Target target, long start, Duration timeout, Set<String> collectors) {
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    return new ProbeResult.Asked(
        target
            .collector()
            .scrape(
                left.isNegative() ? Duration.ofMillis(1) : left,
                collectors.isEmpty() ? enabled : collectors));
  }

  /** Keeps no new target: names are many, and would push out those with servers. */
  private ProbeResult askedInPassing(Key key, long start, Duration timeout, Set<String> collectors)
      throws ConfigException {
    Optional<Target> known = known(key);
    if (known.isPresent()) {
      return asked(known.get(), start, timeout, collectors);
    }
    Target passing = create(key, config.logins().load(key.address(), key.module()));
    try {
      return asked(passing, start, timeout, collectors);
    } finally {
      passing.client().closeSoon();
    }
  }

  private enum Standing {
    ALLOWED,
    FORBIDDEN,
    /** Its name is allowed, and has no address now: asking for it will say so. */
    WITHOUT_ADDRESS
  }

  private Standing standing(ServerAddress.Tcp address, Duration timeout) {
    if (!config.allow().mayAllow(address)) {
      return Standing.FORBIDDEN;
    }
    try {
      return threads.addresses(address.host(), timeout).stream()
              .anyMatch(candidate -> config.allow().allows(address, candidate))
          ? Standing.ALLOWED
          : Standing.FORBIDDEN;
    } catch (MysqlUnavailableException e) {
      return config.allow().isNamed(address) ? Standing.WITHOUT_ADDRESS : Standing.FORBIDDEN;
    }
  }

  private Optional<Target> known(Key key) {
    synchronized (targets) {
      return Optional.ofNullable(targets.get(key));
    }
  }

  private Target target(Key key) throws ConfigException {
    Optional<Target> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    ConnectionSettings settings = config.logins().load(key.address(), key.module());
    synchronized (targets) {
      Target target = targets.computeIfAbsent(key, missing -> create(missing, settings));
      if (targets.size() > config.maxTargets()) {
        Iterator<Target> eldest = targets.values().iterator();
        MysqlClient dropped = eldest.next().client();
        eldest.remove();
        dropped.closeSoon();
      }
      return target;
    }
  }

  private Target create(Key key, ConnectionSettings settings) {
    MysqlClient client =
        new MysqlClient(
            settings, threads, ticker, address -> config.allow().allows(key.address(), address));
    MysqlCollector collector =
        errorLogs
            .of(key.address().toString())
            .map(log -> MysqlCollector.reading(client, clock, ticker, log, accounts))
            .orElseGet(
                () ->
                    MysqlCollector.of(
                        client, clock, ticker, Optional.empty(), report -> {}, accounts));
    return new Target(client, collector);
  }

  /** What is wrong with the logs of the targets that are kept, by target; asks none of them. */
  public Map<String, List<Finding>> findings() {
    Map<Key, Target> known;
    synchronized (targets) {
      known = new LinkedHashMap<>(targets);
    }
    Map<String, List<Finding>> findings = new TreeMap<>();
    known.forEach(
        (key, target) -> {
          List<Finding> ofTarget = target.collector().findings();
          if (!ofTarget.isEmpty()) {
            findings.put(key.address().toString(), ofTarget);
          }
        });
    return findings;
  }

  /**
   * Reads the logins of all targets anew; those whose module is gone are given up.
   *
   * @return whether any login is another one
   * @throws ConfigException if one of them cannot be honoured; then all stay as they are
   */
  public boolean reconfigure() throws ConfigException {
    Map<Key, Target> known;
    synchronized (targets) {
      known = new LinkedHashMap<>(targets);
    }
    Set<String> modules = config.logins().modules();
    Map<Target, ConnectionSettings> next = new LinkedHashMap<>();
    List<Key> gone = new ArrayList<>();
    for (Map.Entry<Key, Target> entry : known.entrySet()) {
      Key key = entry.getKey();
      if (key.module().isPresent() && !modules.contains(key.module().get())) {
        gone.add(key);
      } else {
        next.put(entry.getValue(), config.logins().load(key.address(), key.module()));
      }
    }
    gone.forEach(this::giveUp);
    boolean changed = !gone.isEmpty();
    for (Map.Entry<Target, ConnectionSettings> entry : next.entrySet()) {
      changed |= entry.getKey().collector().reconfigure(entry.getValue());
    }
    return changed;
  }

  private void giveUp(Key key) {
    Target target;
    synchronized (targets) {
      target = targets.remove(key);
    }
    if (target != null) {
      target.client().closeSoon();
    }
  }

  /** Says goodbye to all servers. */
  @Override
  public void close() {
    List<Target> closing;
    synchronized (targets) {
      closing = new ArrayList<>(targets.values());
      targets.clear();
    }
    closing.parallelStream().forEach(target -> target.client().close());
  }
}
