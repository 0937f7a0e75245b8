package io.github.mysqlaborted;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.cli.CommandLineParser;
import io.github.mysqlaborted.cli.Invocation;
import io.github.mysqlaborted.cli.LogSetup;
import io.github.mysqlaborted.cli.StandardError;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.follow.JournalCheck;
import io.github.mysqlaborted.metrics.BuildInfo;
import io.github.mysqlaborted.state.StateDirectory;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Starts the exporter, reloads it on SIGHUP, and stops it on SIGTERM. */
public final class Main {

  private static final int FAILED = 1;

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    StandardError.install();
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws InterruptedException {
    try {
      BuildInfo build = BuildInfo.current();
      Invocation invocation =
          CommandLineParser.parse(
              args, System.getenv(), build.version() + " (revision " + build.revision() + ")");
      if (invocation instanceof Invocation.Show show) {
        PrintStream out = show.status() == 0 ? System.out : System.err;
        out.println(show.status() == 0 ? show.text() : "mysql-aborted-exporter: " + show.text());
        return show.status();
      }
      if (invocation instanceof Invocation.Diagnose diagnose) {
        LogSetup.silence();
        return new Diagnose(
                diagnose.config(), System.getenv(), Clock.systemUTC(), System.out, System.err)
            .run();
      }
      if (invocation instanceof Invocation.Explain explain) {
        LogSetup.silence();
        return Explain.run(explain.line(), System.in, System.out, System.err);
      }
      if (invocation instanceof Invocation.Check check) {
        check(check.config());
        System.out.println("the configuration is valid");
        return 0;
      }
      serve(((Invocation.Serve) invocation).config(), build);
      return 0;
    } catch (ConfigException | IOException e) {
      System.err.println("mysql-aborted-exporter: " + e.getMessage());
      return FAILED;
    }
  }

  private static void check(ExporterConfig config)
      throws ConfigException, IOException, InterruptedException {
    LogSetup.silence();
    ServerLogin.load(config);
    if (config.web().configFile().isPresent()) {
      Access.of(config.web().configFile().get(), Ticker.system());
    }
    Optional<String> denied = config.stateDirectory().flatMap(StateDirectory::trouble);
    if (denied.isPresent()) {
      throw new ConfigException(
          "--state.directory: " + config.stateDirectory().get() + ": " + denied.get());
    }
    Optional<String> trouble =
        JournalCheck.trouble(config.errorLog(), Clock.systemUTC(), Ticker.system());
    if (trouble.isPresent()) {
      throw new ConfigException("--errorlog.unit: " + trouble.get());
    }
  }

  private static void serve(ExporterConfig config, BuildInfo build)
      throws ConfigException, IOException, InterruptedException {
    LogSetup.apply(config.logging());
    Hangup hangup = Hangup.caught();
    LastWords.install();
    Exporter exporter = Exporter.start(config, ServerLogin.load(config), build);
    hangup.then(exporter::reload);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(exporter), "shutdown"));
    Thread.currentThread().join();
  }

  private static void stop(Exporter exporter) {
    LastWords.remove();
    exporter.close();
    StandardError.flush();
  }
}
