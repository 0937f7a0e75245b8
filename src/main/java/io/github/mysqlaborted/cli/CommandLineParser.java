package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ExporterConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RegexTransformer;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the arguments and the environment into what the program has to do. */
public final class CommandLineParser {

  /** The exit status for unknown flags. */
  public static final int USAGE = 2;

  private static final String SERVE = "serve";
  private static final String DIAGNOSE = "diagnose";
  private static final String EXPLAIN = "explain";
  private static final String HEALTH = "health";

  private static final String EXPLAIN_HELP =
      """
      Says what one record of an error log means, what it cannot mean, and what to check next.
      Usage: mysql-aborted-exporter explain [LINE]

      Without LINE, the record is read from standard input. No server is asked.""";

  private static final String HEALTH_HELP =
      """
      Asks a running exporter whether it is healthy: exit status 0 if it answers, else 1.
      Usage: mysql-aborted-exporter health [HOST:PORT]

      Without HOST:PORT, the first address of MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS is asked,
      else port 10104 of this machine.""";

  /** {@code --no-collect.NAME}: picocli's default does not support dots. */
  private static final INegatableOptionTransformer NEGATION =
      new RegexTransformer.Builder()
          .addPattern("^--no-([\\w.-]+)$", "--$1", "--[no-]$1")
          .addPattern("^--([\\w.-]+)$", "--no-$1", "--[no-]$1")
          .build();

  private CommandLineParser() {}

  /**
   * What is asked for.
   *
   * @param version what {@code --version} shows
   * @throws ConfigException if a value is not accepted
   */
  public static Invocation parse(
      List<String> arguments, Map<String, String> environment, String version)
      throws ConfigException {
    if (!arguments.isEmpty() && arguments.get(0).equals(DIAGNOSE)) {
      return diagnose(arguments.subList(1, arguments.size()), environment);
    }
    if (!arguments.isEmpty() && arguments.get(0).equals(EXPLAIN)) {
      return explain(arguments.subList(1, arguments.size()));
    }
    if (!arguments.isEmpty() && arguments.get(0).equals(HEALTH)) {
      return health(arguments.subList(1, arguments.size()), environment);
    }
    return serve(arguments, environment, version);
  }

  private static Invocation serve(
      List<String> arguments, Map<String, String> environment, String version)
      throws ConfigException {
    Flags flags = new Flags();
    CommandLine commandLine =
        new CommandLine(flags)
            .setOverwrittenOptionsAllowed(false)
            .setNegatableOptionTransformer(NEGATION);
    List<String> given = new ArrayList<>(arguments);
    if (!given.isEmpty() && given.get(0).equals(SERVE)) {
      given.remove(0);
    }
    List<String> all =
        new ArrayList<>(
            EnvironmentFlags.toArguments(environment, given, commandLine.getCommandSpec()));
    all.addAll(given);
    try {
      commandLine.parseArgs(all.toArray(new String[0]));
    } catch (ParameterException e) {
      return usage(e);
    }
    if (commandLine.isUsageHelpRequested()) {
      return new Invocation.Show(commandLine.getUsageMessage(Ansi.OFF).stripTrailing(), 0);
    }
    if (commandLine.isVersionHelpRequested()) {
      return new Invocation.Show(version, 0);
    }
    ExporterConfig config = new FlagsParser(flags, environment).parse();
    return flags.check ? new Invocation.Check(config) : new Invocation.Serve(config);
  }

  private static Invocation diagnose(List<String> arguments, Map<String, String> environment)
      throws ConfigException {
    DiagnoseFlags flags = new DiagnoseFlags();
    CommandLine commandLine = new CommandLine(flags).setOverwrittenOptionsAllowed(false);
    try {
      commandLine.parseArgs(arguments.toArray(new String[0]));
    } catch (ParameterException e) {
      return usage(e);
    }
    if (commandLine.isUsageHelpRequested()) {
      return new Invocation.Show(commandLine.getUsageMessage(Ansi.OFF).stripTrailing(), 0);
    }
    try {
      return new Invocation.Diagnose(
          new DiagnoseFlagsParser(flags, environment, InstantSource.system()).parse(causes()));
    } catch (ConfigException e) {
      return new Invocation.Show(e.getMessage(), USAGE);
    }
  }

  private static Invocation explain(List<String> arguments) {
    if (isHelp(arguments)) {
      return new Invocation.Show(EXPLAIN_HELP, 0);
    }
    return arguments.size() > 1
        ? new Invocation.Show(
            "explain takes one line: put it between quotes, or give it on standard input", USAGE)
        : new Invocation.Explain(arguments.stream().findFirst());
  }

  private static Invocation health(List<String> arguments, Map<String, String> environment)
      throws ConfigException {
    if (isHelp(arguments)) {
      return new Invocation.Show(HEALTH_HELP, 0);
    }
    if (arguments.size() > 1) {
      return new Invocation.Show("health takes one HOST:PORT", USAGE);
    }
    return new Invocation.Health(
        arguments.isEmpty()
            ? ListenAddress.firstOf(environment)
            : ListenAddress.parse("health", arguments.get(0)));
  }

  private static boolean isHelp(List<String> arguments) {
    return arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"));
  }

  private static Set<String> causes() {
    return Arrays.stream(Cause.values())
        .map(Cause::key)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Invocation usage(ParameterException failure) {
    String oneLine = failure.getMessage().lines().findFirst().orElse("");
    return new Invocation.Show(oneLine + suggestion(failure) + "; see --help", USAGE);
  }

  /** Go's flag package takes one dash for two. */
  private static Optional<String> singleDash(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream()
            .filter(argument -> argument.matches("-[a-z][a-z]+[.=-].*"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .filter(
                name -> failure.getCommandLine().getCommandSpec().findOption("-" + name) != null)
            .findFirst()
            .map(name -> "; flags have two dashes: -" + name)
        : Optional.empty();
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    return singleDash(failure)
        .or(
            () ->
                unmatched.getSuggestions().stream()
                    .filter(name -> name.startsWith("--"))
                    .findFirst()
                    .map(name -> "; did you mean " + name + "?"))
        .orElse("");
  }
}
