package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Flags that are given as environment variables: {@code MYSQL_ABORTED_EXPORTER_<NAME>}. */
final class EnvironmentFlags {

  private static final String PREFIX = "MYSQL_ABORTED_EXPORTER_";

  /** What Kubernetes and Docker say of a service of the exporter's own name. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "SERVICE_HOST=.*|SERVICE_PORT(_\\w+)?=.*|PORT=\\w+://.*|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?=.*");

  private EnvironmentFlags() {}

  /**
   * The variables as arguments, for the flags that {@code arguments} does not have.
   *
   * @throws ConfigException if a variable names no flag, or a switch is neither true nor false
   */
  static List<String> toArguments(
      Map<String, String> environment, List<String> arguments, CommandSpec spec)
      throws ConfigException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(PREFIX) && !isServiceLink(variable)) {
        OptionSpec option = option(variable.getKey(), spec);
        String flag = option.longestName();
        if (arguments.stream().noneMatch(argument -> names(argument, flag))) {
          found.addAll(arguments(option, variable.getKey(), variable.getValue()));
        }
      }
    }
    return found;
  }

  private static boolean isServiceLink(Map.Entry<String, String> variable) {
    return SERVICE_LINK
        .matcher(variable.getKey().substring(PREFIX.length()) + "=" + variable.getValue())
        .matches();
  }

  private static OptionSpec option(String variable, CommandSpec spec) throws ConfigException {
    for (OptionSpec option : spec.options()) {
      if (variable(option).equals(variable)) {
        return option;
      }
    }
    throw new ConfigException(variable + ": unknown flag; see --help");
  }

  private static String variable(OptionSpec option) {
    return PREFIX
        + option.longestName().substring(2).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static boolean names(String argument, String flag) {
    return argument.equals(flag)
        || argument.startsWith(flag + "=")
        || argument.equals("--no-" + flag.substring(2));
  }

  private static List<String> arguments(OptionSpec option, String variable, String value)
      throws ConfigException {
    String flag = option.longestName();
    if (option.typeInfo().isBoolean()) {
      return switch (value) {
        case "true" -> List.of(flag);
        case "false" -> option.negatable() ? List.of("--no-" + flag.substring(2)) : List.of();
        default ->
            throw new ConfigException(variable + ": found '" + value + "', accepted: true, false");
      };
    }
    if (!option.isMultiValue()) {
      return List.of(flag + "=" + value);
    }
    List<String> arguments = new ArrayList<>();
    for (String one : value.split(",", -1)) {
      arguments.add(flag + "=" + one.strip());
    }
    return arguments;
  }
}
