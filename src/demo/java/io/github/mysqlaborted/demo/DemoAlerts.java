package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.alerts.AlertChain;
import io.github.mysqlaborted.alerts.FastAlerting;
import io.github.mysqlaborted.harness.MonitoringTool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Prometheus with the alert rules and Alertmanager, where they are there or can be had, and the
 * notifications that come of the demo's faults.
 */
final class DemoAlerts implements AutoCloseable {
  /**
   * A quarter of it is longer than one round of the causes, so that each of them goes on without a
   * break, as the rules see it.
   */
  private static final FastAlerting PACE =
      new FastAlerting(Duration.ofSeconds(160), OptionalInt.of(1));

  private final Optional<AlertChain> chain;
  private int told;

  private DemoAlerts(Optional<AlertChain> chain) {
    this.chain = chain;
  }

  /** Starts both in a folder of its own in {@code folder}, and says where they are, or why not. */
  static DemoAlerts start(Path folder, URI exporter, Screen screen) {
    Optional<String> unavailable =
        MonitoringTool.PROMETHEUS
            .unavailableBecause()
            .or(MonitoringTool.ALERTMANAGER::unavailableBecause);
    if (unavailable.isPresent()) {
      screen.say("no alerts: no Prometheus and Alertmanager, since " + unavailable.get());
      return new DemoAlerts(Optional.empty());
    }
    try {
      Path alerts = Files.createDirectory(folder.resolve("alerts"));
      AlertChain chain = AlertChain.start(PACE, alerts, exporter.getAuthority());
      screen.say(
          "Prometheus at %s, Alertmanager at %s"
              .formatted(chain.prometheus().address(), chain.alertmanager().address()));
      screen.say(
          "An hour of the rules lasts %d s here: notifications come after a minute or two"
              .formatted(PACE.hour().toSeconds()));
      return new DemoAlerts(Optional.of(chain));
    } catch (IOException e) {
      screen.say("no alerts: " + e.getMessage());
      return new DemoAlerts(Optional.empty());
    }
  }

  /** Tells of the notifications that have come since the last time. */
  void tell(Screen screen) {
    chain.ifPresent(
        running -> {
          int seen = told;
          told = running.received();
          running.alertsBetween(seen, told).stream().map(Notification::of).forEach(screen::notify);
        });
  }

  @Override
  public void close() throws IOException {
    if (chain.isPresent()) {
      chain.get().close();
    }
  }
}
