package io.github.mysqlaborted;

import io.github.mysqlaborted.cli.CommandLineParser;
import io.github.mysqlaborted.cli.Invocation;
import io.github.mysqlaborted.cli.LogSetup;
import io.github.mysqlaborted.cli.StandardError;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.DataSourceName;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts the exporter, reloads it on SIGHUP, and stops it on SIGTERM. */
public final class Main {

  private static final int FAILED = 1;
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    StandardError.install();
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws InterruptedException {
    try {
      BuildInfo build = BuildInfo.current();
      Invocation invocation = CommandLineParser.parse(args, System.getenv(), build.described());
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
      if (invocation instanceof Invocation.Health health) {
        return Health.run(health.address(), HEALTH_LIMIT, System.err);
      }
      if (invocation instanceof Invocation.Check check) {
        LogSetup.silence();
        StartCheck.run(check.config(), System.getenv(), System.out);
        return 0;
      }
      serve(((Invocation.Serve) invocation).config(), build);
      return 0;
    } catch (ConfigException | IOException e) {
      System.err.println("mysql-aborted-exporter: " + e.getMessage());
      return FAILED;
    }
  }

  private static void serve(ExporterConfig config, BuildInfo build)
      throws ConfigException, IOException, InterruptedException {
    LogSetup.apply(config.logging());
    Hangup hangup = Hangup.caught();
    LastWords.install();
    DataSourceName.hint(System.getenv())
        .ifPresent(hint -> LoggerFactory.getLogger(Main.class).warn(hint));
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
