package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What exporters on a {@link DebianMachine} had counted at each stage of its life, and what they
 * should have. An exporter that was wrong costs the others nothing.
 */
public final class DebianLife {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final DebianMachine machine;
  private final List<DebianExporter> exporters;
  private final Provoked provoked = new Provoked();
  private final Map<String, Map<String, Long>> expected = new LinkedHashMap<>();
  private final Map<DebianExporter, Map<String, Map<String, Long>>> seen = new LinkedHashMap<>();

  /** A life that begins when the exporters are put into the machine, which is not booted yet. */
  public DebianLife(DebianMachine machine, List<DebianExporter> exporters) throws IOException {
    this.machine = machine;
    this.exporters = exporters;
    DebianExporter.prepare(machine);
    for (DebianExporter exporter : exporters) {
      exporter.addTo(machine);
      seen.put(exporter, new LinkedHashMap<>());
    }
  }

  /** What was provoked since the first boot. */
  public Provoked provoked() {
    return provoked;
  }

  /** Starts all exporters, from now on at each boot too. */
  public void startExporters() throws IOException {
    for (DebianExporter exporter : exporters) {
      machine.run("systemctl", "enable", "--now", exporter.unit());
    }
  }

  /** Stops them until the next boot or {@link #startExporters}. */
  public void stopExporters() throws IOException {
    for (DebianExporter exporter : exporters) {
      machine.run("systemctl", "stop", exporter.unit());
    }
  }

  /** Notes what each exporter has counted, once all that were right before are right. */
  public void look(String when) {
    Map<String, Long> series = provoked.series();
    List<DebianExporter> right =
        exporters.stream().filter(exporter -> seen.get(exporter).equals(expected)).toList();
    Await.within(
        LIMIT, () -> right.stream().allMatch(exporter -> exporter.counted(machine).equals(series)));
    exporters.forEach(exporter -> seen.get(exporter).put(when, exporter.counted(machine)));
    expected.put(when, series);
  }

  /** By stage. */
  public Map<String, Map<String, Long>> expected() {
    return expected;
  }

  /** By stage. */
  public Map<String, Map<String, Long>> seenBy(DebianExporter exporter) {
    return seen.get(exporter);
  }

  /** What an exporter said of itself, for who has to know why it was wrong. */
  public String logOf(DebianExporter exporter) {
    try {
      return machine.run("journalctl", "--unit=" + exporter.unit(), "--output=cat", "--lines=30");
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
