package io.github.mysqlaborted.config;

import io.github.mysqlaborted.config.MyCnf.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Merges an option file with flags and environment into {@link ConnectionSettings}. A flag wins
 * over the environment, and both over the file.
 */
public final class ConnectionSettingsFactory {
  private static final String CLIENT = "client";

  private final MyCnf myCnf;
  private final List<String> groups;

  private ConnectionSettingsFactory(MyCnf myCnf, List<String> groups) {
    this.myCnf = myCnf;
    this.groups = groups;
  }

  /**
   * The settings of the one server that the exporter watches.
   *
   * @param address {@code --mysqld.address}
   * @param user {@code --mysqld.username}
   * @param passwordFile {@code --mysqld.password-file}; one line end at its end does not count
   * @param environmentPassword {@code MYSQLD_EXPORTER_PASSWORD}
   */
  public static ConnectionSettings create(
      MyCnf myCnf,
      Optional<String> address,
      Optional<String> user,
      Optional<Path> passwordFile,
      Optional<String> environmentPassword)
      throws ConfigException {
    ConnectionSettingsFactory factory = new ConnectionSettingsFactory(myCnf, List.of(CLIENT));
    return factory.settings(
        address.isPresent() ? flagAddress(address.get()) : factory.address(),
        user.isPresent() ? user.get() : factory.user(),
        factory.password(passwordFile, environmentPassword));
  }

  /**
   * The settings for a server that is probed. Those of the module win over {@code [client]}; a
   * password from elsewhere is for {@code [client]} alone.
   *
   * @param module NAME of {@code [client.NAME]}
   */
  static ConnectionSettings forTarget(
      MyCnf myCnf,
      ServerAddress.Tcp target,
      Optional<String> module,
      Optional<String> user,
      Optional<Path> passwordFile,
      Optional<String> environmentPassword)
      throws ConfigException {
    if (module.isPresent()) {
      ConnectionSettingsFactory factory =
          new ConnectionSettingsFactory(myCnf, List.of(CLIENT, CLIENT + "." + module.get()));
      return factory.settings(
          target, factory.user(), factory.password(Optional.empty(), Optional.empty()));
    }
    ConnectionSettingsFactory factory = new ConnectionSettingsFactory(myCnf, List.of(CLIENT));
    return factory.settings(
        target,
        user.isPresent() ? user.get() : factory.user(),
        factory.password(passwordFile, environmentPassword));
  }

  private ConnectionSettings settings(ServerAddress address, String user, Secret password)
      throws ConfigException {
    TlsSettings tls = new TlsSettingsFactory(myCnf, groups).create();
    PasswordSettings passwords = new PasswordSettingsFactory(myCnf, groups).create(tls.mode());
    return new ConnectionSettings(address, user, password, tls, passwords);
  }

  private static ServerAddress flagAddress(String text) throws ConfigException {
    return ServerAddress.parse(text)
        .orElseThrow(
            () ->
                new ConfigException(
                    "--mysqld.address: found '"
                        + text
                        + "', accepted: HOST, HOST:PORT, [IPV6], [IPV6]:PORT"));
  }

  /** As libmysql: a socket is used for {@code localhost}, the host otherwise. */
  private ServerAddress address() throws ConfigException {
    Optional<Option> host = myCnf.option(groups, "host");
    String name = host.isPresent() ? host.get().text("host") : "localhost";
    Optional<Option> socket = myCnf.option(groups, "socket");
    if (socket.isPresent() && name.equals("localhost")) {
      return new ServerAddress.UnixSocket(Path.of(socket.get().text("socket")));
    }
    if (!ServerAddress.Tcp.isHost(name)) {
      throw new ConfigException(
          host.orElseThrow().place() + ": host: found '" + name + "', accepted: a name or address");
    }
    return new ServerAddress.Tcp(name, port());
  }

  private int port() throws ConfigException {
    Optional<Option> option = myCnf.option(groups, "port");
    if (option.isEmpty()) {
      return ServerAddress.DEFAULT_PORT;
    }
    String text = option.get().text("port");
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new ConfigException(
          option.get().place() + ": port: found '" + text + "', accepted: 1 to 65535");
    }
    return port;
  }

  private String user() throws ConfigException {
    Optional<Option> option = myCnf.option(groups, "user");
    if (option.isEmpty()) {
      throw new ConfigException(
          "no MySQL user: set --mysqld.username, or user= in [client] of the option" + " file");
    }
    return option.get().text("user");
  }

  private Secret password(Optional<Path> file, Optional<String> environment)
      throws ConfigException {
    if (file.isPresent()) {
      return readPassword(file.get());
    }
    if (environment.isPresent()) {
      return Secret.of(environment.get());
    }
    Optional<Option> option = myCnf.option(groups, "password");
    return option.isPresent() ? Secret.of(option.get().text("password")) : Secret.EMPTY;
  }

  private static Secret readPassword(Path file) throws ConfigException {
    try {
      return Secret.of(Files.readString(file).replaceFirst("\\r?\\n\\z", ""));
    } catch (IOException e) {
      throw new ConfigException("--mysqld.password-file: " + file + " cannot be read");
    }
  }
}
