package io.github.mysqlaborted.config;

import io.github.mysqlaborted.config.MyCnf.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the options of the MySQL clients that say who may have the password itself. */
final class PasswordSettingsFactory {
  private static final String ANY_SERVER = "get-server-public-key";
  private static final String SERVER_KEY = "server-public-key-path";
  private static final String CLEARTEXT = "enable-cleartext-plugin";

  private final MyCnf myCnf;
  private final List<String> groups;

  PasswordSettingsFactory(MyCnf myCnf, List<String> groups) {
    this.myCnf = myCnf;
    this.groups = groups;
  }

  /**
   * The options, as far as {@code mode} bears them.
   *
   * @throws ConfigException if it does not
   */
  PasswordSettings create(SslMode mode) throws ConfigException {
    boolean cleartext = isOn(CLEARTEXT);
    if (cleartext && !mode.verifies()) {
      throw new ConfigException(
          place(CLEARTEXT) + CLEARTEXT + " requires ssl-mode=VERIFY_CA or VERIFY_IDENTITY");
    }
    Optional<Path> key = serverKey();
    if (key.isPresent() && mode != SslMode.DISABLED) {
      throw new ConfigException(
          place(SERVER_KEY)
              + SERVER_KEY
              + " requires ssl-mode=DISABLED: over TLS a server does not accept an"
              + " encrypted password");
    }
    return new PasswordSettings(isOn(ANY_SERVER), key, cleartext);
  }

  private Optional<Path> serverKey() throws ConfigException {
    Optional<Option> option = myCnf.option(groups, SERVER_KEY);
    if (option.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(option.get().text(SERVER_KEY));
    if (!Files.isReadable(file)) {
      throw new ConfigException(place(SERVER_KEY) + SERVER_KEY + ": " + file + " cannot be read");
    }
    return Optional.of(file);
  }

  /** As the MySQL clients: a name without a value is on. */
  private boolean isOn(String name) throws ConfigException {
    Optional<Option> option = myCnf.option(groups, name);
    if (option.isEmpty()) {
      return false;
    }
    String value = option.get().value().orElse("on");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "on", "true" -> true;
      case "0", "off", "false" -> false;
      default ->
          throw new ConfigException(
              place(name) + name + ": found '" + value + "', accepted: on, off");
    };
  }

  private String place(String name) {
    return myCnf.option(groups, name).map(option -> option.place() + ": ").orElse("");
  }
}
