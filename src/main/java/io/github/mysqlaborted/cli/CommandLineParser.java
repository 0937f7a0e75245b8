package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ExporterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      String oneLine = e.getMessage().lines().findFirst().orElse("");
      return new Invocation.Show(oneLine + suggestion(e) + "; see --help", USAGE);
    }
    if (commandLine.isUsageHelpRequested()) {
      return new Invocation.Show(commandLine.getUsageMessage(Ansi.OFF).stripTrailing(), 0);
    }
    if (commandLine.isVersionHelpRequested()) {
      return new Invocation.Show("mysql-aborted-exporter " + version, 0);
    }
    ExporterConfig config = new FlagsParser(flags, environment).parse();
    return flags.check ? new Invocation.Check(config) : new Invocation.Serve(config);
  }

  private static String suggestion(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions().stream()
            .filter(name -> name.startsWith("--"))
            .findFirst()
            .map(name -> "; did you mean " + name + "?")
            .orElse("")
        : "";
  }
}
