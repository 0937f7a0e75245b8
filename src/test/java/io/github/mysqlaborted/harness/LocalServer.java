package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that is a process of this machine, on a free loopback port. */
public final class LocalServer implements Server {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
  private static final String HOST = "127.0.0.1";

  private final ServerKind kind;
  private final Verbosity verbosity;
  private final Distribution distribution;
  private final ServerFolder folder;
  private final List<String> options;
  private final int port;
  private final RootSession root;
  private GuardedProcess process;
  private String version;

  private LocalServer(
      ServerKind kind,
      Verbosity verbosity,
      Distribution distribution,
      ServerFolder folder,
      List<String> options) {
    this.kind = kind;
    this.verbosity = verbosity;
    this.distribution = distribution;
    this.folder = folder;
    this.options = List.copyOf(options);
    this.port = FreePort.find();
    this.root = new RootSession(HOST, port, "");
  }

  /** Starts a server on a copy of {@link SampleData}; see {@link Server#start}. */
  public static LocalServer start(ServerKind kind, Verbosity verbosity, String... options) {
    Distribution distribution = Distribution.of(kind);
    ServerFolder folder = ServerFolder.create(kind);
    try {
      DataDirectory.copyTo(folder.data(), kind, distribution);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalServer server = new LocalServer(kind, verbosity, distribution, folder, List.of(options));
    server.start();
    return server;
  }

  /** Starts a server on the data directory {@code data} in {@code parent}, and leaves it there. */
  static LocalServer startOn(ServerKind kind, Distribution distribution, Path parent) {
    LocalServer server =
        new LocalServer(
            kind, Verbosity.FULL, distribution, ServerFolder.existing(parent), List.of());
    server.start();
    return server;
  }

  /** Starts it again after {@link #stop} or {@link #kill}: same data, same port, same logs. */
  public void start() {
    List<String> all = new ArrayList<>(ServerOptions.always(distribution, folder.data()));
    all.add("--bind-address=" + HOST);
    all.add("--port=" + port);
    all.add("--socket=" + folder.socket());
    all.add("--pid-file=" + folder.path("server.pid"));
    all.add("--log-error=" + errorLog());
    all.add("--general-log=1");
    all.add("--general-log-file=" + generalLog());
    all.add(verbosity.option(distribution.dialect()));
    all.addAll(options);
    try {
      LogMark mark = LogMark.endOf(errorLog());
      process =
          GuardedProcess.start(
              folder.data(), folder.path("console.log"), distribution.command(all));
      boolean ready =
          Await.within(
              START_LIMIT, () -> mark.anyLine("ready for connections") || !process.isAlive());
      if (!ready || !process.isAlive()) {
        process.close();
        throw new IllegalStateException(kind + " does not start:\n" + lastWords());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    version = root.queryValue("SELECT VERSION()");
  }

  private String lastWords() throws IOException {
    StringBuilder words = new StringBuilder();
    for (Path log : List.of(folder.path("console.log"), errorLog())) {
      if (Files.exists(log)) {
        words.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
    }
    return words.substring(Math.max(0, words.length() - 4000));
  }

  /** Shuts it down in order. */
  public void stop() {
    root.close();
    end("TERM");
  }

  /** {@code kill -9}. */
  public void kill() {
    end("KILL");
    root.close();
  }

  private void end(String signal) {
    try {
      process.signal(signal);
      if (process.waitFor(STOP_LIMIT).isEmpty()) {
        throw new IllegalStateException(kind + " does not end on SIG" + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code SIGSTOP}: it neither answers nor goes away. */
  public void suspend() {
    signal("STOP");
  }

  /** {@code SIGCONT}. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      process.signal(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id of the server itself. */
  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** The Unix socket; its path is short enough for every client. */
  public Path socket() {
    return folder.socket();
  }

  @Override
  public ServerKind kind() {
    return kind;
  }

  @Override
  public Dialect dialect() {
    return distribution.dialect();
  }

  @Override
  public Verbosity verbosity() {
    return verbosity;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Path errorLog() {
    return folder.path("error.log");
  }

  @Override
  public Path generalLog() {
    return folder.path("general.log");
  }

  @Override
  public String rootPassword() {
    return "";
  }

  @Override
  public Connection connect() throws SQLException {
    return root.connect();
  }

  @Override
  public void execute(String sql) {
    root.execute(sql);
  }

  @Override
  public String queryValue(String sql) {
    return root.queryValue(sql);
  }

  @Override
  public Optional<String> globalVariable(String name) {
    return root.globalVariable(name);
  }

  @Override
  public Map<String, Long> globalStatus() {
    return root.globalStatus();
  }

  /** Ends it at once and deletes its files. */
  @Override
  public void close() {
    try {
      process.close();
      root.close();
      folder.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
