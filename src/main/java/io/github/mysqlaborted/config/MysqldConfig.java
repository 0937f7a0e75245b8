package io.github.mysqlaborted.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the settings of the watched server's connection come from. They are read anew on each
 * {@link #load}, so that a reload takes up a changed password.
 *
 * @param myCnf {@code --config.my-cnf}; without it, {@code .my.cnf} in {@code home} if it is there
 * @param environmentPassword {@code MYSQLD_EXPORTER_PASSWORD}
 */
public record MysqldConfig(
    Optional<Path> myCnf,
    Path home,
    Optional<String> address,
    Optional<String> user,
    Optional<Path> passwordFile,
    Optional<Secret> environmentPassword) {

  private static final String MODULE = "client.";

  /**
   * The settings as they are now.
   *
   * @throws ConfigException if a file is missing or holds what cannot be honoured
   */
  public ConnectionSettings load() throws ConfigException {
    return ConnectionSettingsFactory.create(
        MyCnf.find(myCnf, home),
        address,
        user,
        passwordFile,
        environmentPassword.map(Secret::reveal));
  }

  /**
   * The settings for another server, as they are now.
   *
   * @param module NAME of {@code [client.NAME]}; without it, {@code [client]} and the flags
   * @throws ConfigException if there is no such module, or a file cannot be honoured
   */
  public ConnectionSettings load(ServerAddress.Tcp target, Optional<String> module)
      throws ConfigException {
    MyCnf file = MyCnf.find(myCnf, home);
    if (module.isPresent() && !file.hasGroup(MODULE + module.get())) {
      throw new ConfigException(
          "auth_module: the option file has no group [client.NAME] with this name");
    }
    return ConnectionSettingsFactory.forTarget(
        file, target, module, user, passwordFile, environmentPassword.map(Secret::reveal));
  }

  /**
   * What stands in the option file and is hardly meant, one line each.
   *
   * @throws ConfigException if the file cannot be read
   */
  public List<String> hints() throws ConfigException {
    return MyCnf.find(myCnf, home).hints();
  }

  /**
   * NAME of each {@code [client.NAME]} that there is now.
   *
   * @throws ConfigException if the file cannot be read
   */
  public Set<String> modules() throws ConfigException {
    Set<String> names = new TreeSet<>();
    for (String group : MyCnf.find(myCnf, home).groups()) {
      if (group.startsWith(MODULE)) {
        names.add(group.substring(MODULE.length()));
      }
    }
    return names;
  }
}
