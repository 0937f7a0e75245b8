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

/**
 * Who may ask, and how, as of now. Files that cannot be honoured leave what was in force.
 * Thread-safe.
 */
public final class Access {

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

  /** How the files looked that are in force. */
  private List<Stamp> taken = List.of();

  /** How they looked when they were last read, in vain or not. */
  private List<Stamp> read = List.of();

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
    Reading reading = reading(file);
    Access access = new Access(Optional.of(file), reading.config(), ticker);
    access.taken = reading.stamps();
    access.read = reading.stamps();
    access.lastSeen = reading.stamps();
    return access;
  }

  /** The first time tells which files there are, so that none changes unseen. */
  private static Reading reading(Path file) throws ConfigException {
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

  /** How it is said in the log. */
  public String described() {
    WebConfig config = inForce.config();
    return "tls="
        + ServerTls.described(config.tls())
        + " basic_auth="
        + (config.users().isEmpty() ? "off" : "on");
  }

  /**
   * Whether the files have changed since they were last read, and have not since the last look: a
   * certificate and its key are not written at once. Says so once.
   */
  public synchronized boolean hasChanged() {
    List<Stamp> seen = stamps(inForce.config());
    boolean settled = seen.equals(lastSeen);
    lastSeen = seen;
    if (!settled || seen.equals(read)) {
      return false;
    }
    read = seen;
    return true;
  }

  /**
   * Reads the files without taking them up.
   *
   * @throws ConfigException if they could not be taken up
   */
  public synchronized void check() throws ConfigException {
    if (file.isPresent()) {
      requireSameScheme(reading(file.get()).config());
    }
  }

  /**
   * Reads the files anew.
   *
   * @return whether anything has changed
   * @throws ConfigException if they cannot be honoured; everything stays as it was
   */
  public synchronized boolean reload() throws ConfigException {
    return file.isPresent() && takeUp(reading(file.get()));
  }

  private boolean takeUp(Reading reading) throws ConfigException {
    WebConfig config = reading.config();
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
    boolean changed = !reading.stamps().equals(taken);
    taken = reading.stamps();
    read = taken;
    lastSeen = taken;
    return changed;
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
