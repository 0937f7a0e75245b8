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
    return new ConnectionSettings(
        address.isPresent() ? flagAddress(address.get()) : factory.address(),
        user.isPresent() ? user.get() : factory.user(),
        factory.password(passwordFile, environmentPassword),
        factory.sslMode());
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
    String name = host.isPresent() ? value("host", host.get()) : "localhost";
    Optional<Option> socket = myCnf.option(groups, "socket");
    if (socket.isPresent() && name.equals("localhost")) {
      return new ServerAddress.UnixSocket(Path.of(value("socket", socket.get())));
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
    String text = value("port", option.get());
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
          "no user to log in to MySQL with: give --mysqld.username, or user= in [client] of the"
              + " option file");
    }
    return value("user", option.get());
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
    return option.isPresent() ? Secret.of(value("password", option.get())) : Secret.EMPTY;
  }

  private static Secret readPassword(Path file) throws ConfigException {
    try {
      return Secret.of(Files.readString(file).replaceFirst("\\r?\\n\\z", ""));
    } catch (IOException e) {
      throw new ConfigException("--mysqld.password-file: " + file + " cannot be read");
    }
  }

  private SslMode sslMode() throws ConfigException {
    for (String name : List.of("ssl-ca", "ssl-cert", "ssl-key")) {
      Optional<Option> file = myCnf.option(groups, name);
      if (file.isPresent()) {
        throw new ConfigException(file.get().place() + ": " + name + " is not supported");
      }
    }
    Optional<Option> option = myCnf.option(groups, "ssl-mode");
    if (option.isEmpty()) {
      return SslMode.PREFERRED;
    }
    String text = value("ssl-mode", option.get());
    return SslMode.parse(text)
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        "%s: ssl-mode: found '%s', accepted: %s",
                        option.get().place(), text, SslMode.accepted())));
  }

  private static String value(String name, Option option) throws ConfigException {
    return option
        .value()
        .filter(text -> !text.isEmpty() || name.equals("password"))
        .orElseThrow(() -> new ConfigException(option.place() + ": " + name + " has no value"));
  }
}
