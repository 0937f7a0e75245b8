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
import java.util.function.Supplier;

/** A server that is a process of this machine, on a free loopback port. */
public final class LocalServer implements Server {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
  private static final String HOST = "127.0.0.1";
  static final String CONSOLE = "console.log";

  private final ServerKind kind;
  private final Verbosity verbosity;
  private final Distribution distribution;
  private final ServerFolder folder;
  private final Launcher launcher;
  private final Path errorLog;
  private final List<String> options;
  private final Optional<CutNetwork> network;
  private Optional<SocketForwarder> forwarder = Optional.empty();
  private final int port;
  private final RootSession root;
  private GuardedProcess process;
  private String version;

  private LocalServer(
      ServerKind kind,
      Verbosity verbosity,
      Distribution distribution,
      ServerFolder folder,
      Launcher launcher,
      Path errorLog,
      List<String> options,
      Optional<CutNetwork> network) {
    this.kind = kind;
    this.verbosity = verbosity;
    this.distribution = distribution;
    this.folder = folder;
    this.launcher = launcher;
    this.errorLog = errorLog;
    this.options = List.copyOf(options);
    this.network = network;
    this.port = FreePort.find();
    this.root = new RootSession(HOST, port, "");
  }

  /** Starts a server on a copy of {@link SampleData}; see {@link Server#start}. */
  public static LocalServer start(ServerKind kind, Verbosity verbosity, String... options) {
    ServerFolder folder = ServerFolder.create(kind);
    Path errorLog = folder.path(Launcher.NONE.errorLog());
    return start(kind, verbosity, folder, Launcher.NONE, errorLog, options);
  }

  /** Starts a server that logs all of its aborted connections by what starts it elsewhere. */
  public static LocalServer startBy(Launcher launcher, ServerKind kind, String... options) {
    ServerFolder folder = ServerFolder.create(kind);
    Path errorLog = folder.path(launcher.errorLog());
    return start(kind, Verbosity.FULL, folder, launcher, errorLog, options);
  }

  /** Starts a server that logs all of its aborted connections to a file that others wrote to. */
  public static LocalServer startLoggingTo(Path errorLog, ServerKind kind, String... options) {
    ServerFolder folder = ServerFolder.create(kind);
    return start(kind, Verbosity.FULL, folder, Launcher.NONE, errorLog, options);
  }

  /**
   * Starts a server that logs all of its aborted connections in a network of its own. From here it
   * is reached by a port of loopback all the same.
   */
  public static LocalServer startIn(
      CutNetwork network, ServerKind kind, Verbosity verbosity, String... options) {
    ServerFolder folder = ServerFolder.create(kind);
    Path errorLog = folder.path(Launcher.NONE.errorLog());
    return start(kind, verbosity, folder, Launcher.NONE, errorLog, Optional.of(network), options);
  }

  private static LocalServer start(
      ServerKind kind,
      Verbosity verbosity,
      ServerFolder folder,
      Launcher launcher,
      Path errorLog,
      String... options) {
    return start(kind, verbosity, folder, launcher, errorLog, Optional.empty(), options);
  }

  private static LocalServer start(
      ServerKind kind,
      Verbosity verbosity,
      ServerFolder folder,
      Launcher launcher,
      Path errorLog,
      Optional<CutNetwork> network,
      String... options) {
    Distribution distribution = Distribution.of(kind);
    try {
      DataDirectory.copyTo(folder.data(), kind, distribution);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalServer server =
        new LocalServer(
            kind, verbosity, distribution, folder, launcher, errorLog, List.of(options), network);
    server.start();
    return server;
  }

  /** Starts a server on the data directory {@code data} in {@code parent}, and leaves it there. */
  static LocalServer startOn(ServerKind kind, Distribution distribution, Path parent) {
    ServerFolder folder = ServerFolder.existing(parent);
    Path errorLog = folder.path(Launcher.NONE.errorLog());
    LocalServer server =
        new LocalServer(
            kind,
            Verbosity.FULL,
            distribution,
            folder,
            Launcher.NONE,
            errorLog,
            List.of(),
            Optional.empty());
    server.start();
    return server;
  }

  /** Starts it again after {@link #stop} or {@link #kill}: same data, same port, same logs. */
  public void start() {
    List<String> all = new ArrayList<>(ServerOptions.always(distribution, folder.data()));
    all.add("--bind-address=" + (network.isPresent() ? "0.0.0.0" : HOST));
    all.add("--port=" + port);
    all.add("--socket=" + folder.socket());
    // A server that starts deletes the temporary tables of all others in the same folder.
    all.add("--tmpdir=" + folder.path("tmp"));
    all.add("--pid-file=" + folder.path("server.pid"));
    all.add("--general-log=1");
    all.add("--general-log-file=" + generalLog());
    all.add(verbosity.option(distribution.dialect()));
    all.addAll(options);
    try {
      Files.createDirectories(folder.path("tmp"));
      LogMark mark = LogMark.endOf(errorLog());
      List<String> command = launcher.command(distribution, all, errorLog);
      if (network.isPresent()) {
        command = network.get().ofServer(command);
        forwarder = Optional.of(SocketForwarder.start(port, folder.socket()));
      }
      process = GuardedProcess.start(folder.data(), folder.path(CONSOLE), command);
      boolean ready = Await.within(START_LIMIT, () -> isReady(mark) || !process.isAlive());
      if (!ready || !process.isAlive()) {
        process.close();
        throw new IllegalStateException(kind + " does not start:\n" + lastWords());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    version = root.queryValue("SELECT VERSION()");
  }

  private boolean isReady(LogMark mark) {
    return mark.anyLine("ready for connections");
  }

  private String lastWords() {
    StringBuilder words = new StringBuilder();
    for (Path log : List.of(folder.path(CONSOLE), errorLog())) {
      try {
        words.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        words.append(e).append('\n');
      }
    }
    return words.substring(Math.max(0, words.length() - 4000));
  }

  /** Shuts it down in order. */
  public void stop() {
    root.close();
    end("TERM");
  }

  /**
   * Lets the connection that is kept for {@code root}, the first of all, be idle until the server
   * aborts it; the next use makes another.
   */
  public void abortOwnConnection() {
    LogMark mark = LogMark.endOf(errorLog);
    String aborted = "Aborted connection " + queryValue("SELECT CONNECTION_ID()") + " ";
    execute("SET SESSION wait_timeout = 1");
    if (!Await.within(STOP_LIMIT, () -> mark.anyLine(aborted))) {
      throw new IllegalStateException(kind + " does not log: " + aborted);
    }
    root.close();
  }

  /** {@code kill -9}. */
  public void kill() {
    end("KILL");
    root.close();
  }

  /** {@code kill -9} of a server that its {@code mysqld_safe} starts again. */
  public void crash() {
    LogMark mark = LogMark.endOf(errorLog);
    signal("KILL");
    root.close();
    if (!Await.within(START_LIMIT, () -> isReady(mark))) {
      throw new IllegalStateException(kind + " is not started again");
    }
  }

  private void end(String signal) {
    try {
      signal(signal);
      if (process.waitFor(STOP_LIMIT).isEmpty()) {
        throw new IllegalStateException(kind + " does not end on SIG" + signal);
      }
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
      Command.run(Path.of("/"), List.of("/bin/sh", "-c", "kill -s " + name + " " + pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id of the server itself, as this machine has it. */
  public long pid() {
    if (launcher == Launcher.NONE) {
      return process.pid();
    }
    String program = distribution.executable().toString();
    return ProcessHandle.of(process.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(child -> child.info().command().filter(program::equals).isPresent())
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(kind + " does not run"));
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
    return errorLog;
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
    orLastWords(
        () -> {
          root.execute(sql);
          return sql;
        });
  }

  @Override
  public String queryValue(String sql) {
    return orLastWords(() -> root.queryValue(sql));
  }

  /** Adds what the server said last to the failure of a statement. */
  private <T> T orLastWords(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (IllegalStateException e) {
      String state = process.isAlive() ? " runs, and said last:\n" : " is gone, and said last:\n";
      throw new IllegalStateException(e.getMessage() + "\n" + kind + state + lastWords(), e);
    }
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
      if (forwarder.isPresent()) {
        forwarder.get().close();
      }
      folder.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
