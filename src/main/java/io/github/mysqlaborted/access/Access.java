package io.github.mysqlaborted.access;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask, and how, as of now. The files are read anew when they have changed; those that
 * cannot be honoured leave what was in force. Thread-safe.
 */
public final class Access {

  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  private static final String FLAG = "--web.config.file: ";

  /** How a file looked, without reading it. */
  private record Stamp(Path file, String look) {}

  /** What the files say, and how they looked before they were read. */
  private record Reading(WebConfig config, List<Stamp> stamps) {}

  /** What belongs together: it is taken up at once. */
  private record InForce(WebConfig config, Passwords passwords, Optional<TokenBucket> bucket) {}

  private final Optional<Path> file;
  private final Ticker ticker;
  private volatile InForce inForce;
  private volatile boolean current = true;
  private List<Stamp> taken = List.of();
  private List<Stamp> lastSeen = List.of();

  private Access(Optional<Path> file, WebConfig config, Ticker ticker) {
    this.file = file;
    this.ticker = ticker;
    this.inForce =
        new InForce(
            config,
            new Passwords(config.users()),
            config.rate().map(rate -> new TokenBucket(rate, ticker)));
  }

  /** Plain HTTP for everybody. */
  public static Access open() {
    return new Access(Optional.empty(), WebConfig.OPEN, Ticker.system());
  }

  /**
   * As a web configuration file says.
   *
   * @throws ConfigException if it cannot be honoured
   */
  public static Access of(Path file, Ticker ticker) throws ConfigException {
    Reading read = read(file);
    Access access = new Access(Optional.of(file), read.config(), ticker);
    access.taken = read.stamps();
    access.lastSeen = read.stamps();
    return access;
  }

  /** The first time tells which files there are, so that none changes unseen. */
  private static Reading read(Path file) throws ConfigException {
    try {
      List<Stamp> stamps = stamps(WebConfigFile.read(file));
      return new Reading(WebConfigFile.read(file), stamps);
    } catch (ConfigException e) {
      throw new ConfigException(FLAG + e.getMessage());
    }
  }

  /** How hands are shaken with a client that comes now; empty for plain HTTP. */
  public Optional<ServerTls> tls() {
    return inForce.config().tls();
  }

  /** The headers that each answer bears. */
  public Map<String, String> headers() {
    return inForce.config().headers();
  }

  /** Whether one more request is within the rate. */
  public boolean isWithinRate() {
    return inForce.bucket().map(TokenBucket::take).orElse(true);
  }

  /**
   * Whether whoever asks may.
   *
   * @param authorization the header of that name
   * @return empty if only {@link #admits} tells
   */
  public Optional<Boolean> admitsAtOnce(Optional<String> authorization) {
    InForce now = inForce;
    if (now.config().users().isEmpty()) {
      return Optional.of(true);
    }
    return switch (now.passwords().remembered(authorization)) {
      case RIGHT -> Optional.of(true);
      case WRONG -> Optional.of(false);
      case UNKNOWN -> Optional.empty();
    };
  }

  /** Whether whoever asks may, told by bcrypt; it may take seconds. */
  public boolean admits(Optional<String> authorization) {
    InForce now = inForce;
    return now.config().users().isEmpty() || now.passwords().compare(authorization);
  }

  /** Whether what is in force is what stands in the files. */
  public boolean isCurrent() {
    return current;
  }

  /** How it is said in the log. */
  public String described() {
    WebConfig config = inForce.config();
    return "tls="
        + ServerTls.described(config.tls())
        + " basic_auth="
        + (config.users().isEmpty() ? "off" : "on");
  }

  /**
   * Reads the files without taking them up.
   *
   * @throws ConfigException if they could not be taken up
   */
  public synchronized void check() throws ConfigException {
    if (file.isPresent()) {
      requireSameScheme(read(file.get()).config());
    }
  }

  /**
   * Reads the files anew.
   *
   * @return whether anything has changed
   * @throws ConfigException if they cannot be honoured; everything stays as it was
   */
  public synchronized boolean reload() throws ConfigException {
    if (file.isEmpty()) {
      return false;
    }
    List<Stamp> before = taken;
    try {
      takeUp(read(file.get()));
    } catch (ConfigException e) {
      current = false;
      throw e;
    }
    return !taken.equals(before);
  }

  /** Reads the files anew if they have changed, and since then for two looks have not. */
  public synchronized void look() {
    if (file.isEmpty()) {
      return;
    }
    List<Stamp> seen = stamps(inForce.config());
    boolean settled = seen.equals(lastSeen);
    lastSeen = seen;
    if (!settled || seen.equals(taken)) {
      return;
    }
    taken = seen;
    try {
      takeUp(read(file.get()));
      LOG.info("{}{} has changed and is in force: {}", FLAG, file.get(), described());
    } catch (ConfigException e) {
      current = false;
      LOG.error("{}; what was in force stays so", e.getMessage());
    }
  }

  private void takeUp(Reading read) throws ConfigException {
    WebConfig config = read.config();
    requireSameScheme(config);
    InForce before = inForce;
    Passwords passwords =
        config.users().equals(before.config().users())
            ? before.passwords()
            : new Passwords(config.users());
    Optional<TokenBucket> bucket =
        config.rate().equals(before.config().rate())
            ? before.bucket()
            : config.rate().map(rate -> new TokenBucket(rate, ticker));
    inForce = new InForce(config, passwords, bucket);
    taken = read.stamps();
    lastSeen = taken;
    current = true;
  }

  private void requireSameScheme(WebConfig config) throws ConfigException {
    if (config.tls().isPresent() != inForce.config().tls().isPresent()) {
      throw new ConfigException(
          FLAG
              + file.orElseThrow()
              + ": tls_server_config "
              + (config.tls().isPresent() ? "is new" : "is gone")
              + ", which a reload cannot take up: restart the exporter");
    }
  }

  private static List<Stamp> stamps(WebConfig config) {
    List<Stamp> stamps = new ArrayList<>();
    config.files().forEach(one -> stamps.add(stamp(one)));
    return stamps;
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(file, now.lastModifiedTime() + " " + now.size() + " " + now.fileKey());
    } catch (IOException e) {
      return new Stamp(file, e.getClass().getName());
    }
  }
}
