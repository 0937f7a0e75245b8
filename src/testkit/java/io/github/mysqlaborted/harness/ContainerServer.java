package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, where an engine answers. The image is {@code -Dmysql.image}, else the
 * environment's {@code MYSQL_IMAGE}, else {@code mysql:8.4}, and {@code none} for no such server;
 * the logs are in a folder of this machine. Where {@code MYSQL_NETWORK} is {@code host}, the engine
 * has no network of its own, and the container uses that of this machine.
 */
final class ContainerServer implements Server {
  private static final String ROOT_PASSWORD = "root-password";
  private static final String LOGS = "/logs";
  private static final String ERROR_LOG = "error.log";
  private static final String GENERAL_LOG = "general.log";

  private final Verbosity verbosity;
  private final MySQLContainer container;
  private final Path logs;
  private final RootSession root;
  private final String version;

  private ContainerServer(Verbosity verbosity, MySQLContainer container, Path logs) {
    this.verbosity = verbosity;
    this.container = container;
    this.logs = logs;
    this.root =
        new RootSession(
            container.getHost(), container.getMappedPort(MySQLContainer.MYSQL_PORT), ROOT_PASSWORD);
    this.version = root.queryValue("SELECT VERSION()");
  }

  /** Why there is none here; empty where there is. */
  static Optional<String> unavailableBecause() {
    if (image().equals("none")) {
      return Optional.of("the container engine has no image");
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no container engine answers");
  }

  static ContainerServer start(Verbosity verbosity, String... options) {
    Path logs = makeLogs();
    MySQLContainer container = container();
    container
        .withUsername("root")
        .withPassword(ROOT_PASSWORD)
        .withFileSystemBind(logs.toString(), LOGS, BindMode.READ_WRITE)
        .withCommand(command(container, verbosity, options));
    container.start();
    ContainerServer server = new ContainerServer(verbosity, container, logs);
    SampleData.statements(server.dialect()).forEach(server::execute);
    return server;
  }

  private static MySQLContainer container() {
    DockerImageName image =
        DockerImageName.parse(image()).asCompatibleSubstituteFor(MySQLContainer.NAME);
    return "host".equals(System.getenv("MYSQL_NETWORK"))
        ? new ContainerOnHost(image)
        : new MySQLContainer(image);
  }

  private static String image() {
    String asked = System.getProperty("mysql.image", System.getenv("MYSQL_IMAGE"));
    return asked == null ? "mysql:8.4" : asked;
  }

  private static String[] command(
      MySQLContainer container, Verbosity verbosity, String... options) {
    List<String> command = new ArrayList<>();
    command.add("--skip-name-resolve");
    command.add("--log-error=" + LOGS + "/" + ERROR_LOG);
    command.add("--general-log=1");
    command.add("--general-log-file=" + LOGS + "/" + GENERAL_LOG);
    // What the image holds is known when it runs: each server leaves out what it does not know.
    command.add(verbosity.option(Dialect.MYSQL_8).replace("--", "--loose-"));
    command.add(verbosity.option(Dialect.MARIADB).replace("--", "--loose-"));
    if (container instanceof ContainerOnHost onHost) {
      command.addAll(onHost.options());
    }
    command.addAll(List.of(options));
    return command.toArray(String[]::new);
  }

  /** The logs are there before the server writes to them as another user, and stay readable. */
  private static Path makeLogs() {
    try {
      Path folder = WorkFolder.create(ServerKind.CONTAINER.name());
      for (String name : List.of(ERROR_LOG, GENERAL_LOG)) {
        Path file = Files.createFile(folder.resolve(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ServerKind kind() {
    return ServerKind.CONTAINER;
  }

  @Override
  public Dialect dialect() {
    return Dialect.of(version);
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
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(MySQLContainer.MYSQL_PORT);
  }

  @Override
  public Path errorLog() {
    return logs.resolve(ERROR_LOG);
  }

  @Override
  public Path generalLog() {
    return logs.resolve(GENERAL_LOG);
  }

  @Override
  public String rootPassword() {
    return ROOT_PASSWORD;
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

  @Override
  public void close() {
    root.close();
    container.stop();
    try {
      Trees.delete(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
