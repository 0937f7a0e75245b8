package io.github.mysqlaborted.alerts;

import static io.github.mysqlaborted.alerts.AlertFiles.ALERTMANAGER;
import static io.github.mysqlaborted.alerts.AlertFiles.ALERTS;
import static io.github.mysqlaborted.alerts.AlertFiles.RULES;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules and the Alertmanager configuration of the repository, for who cannot wait:
 * notifications go out at once, and to receivers on this machine. Names, texts, routes and
 * inhibitions are as they are.
 *
 * <p>What a busy machine does to the test is no fault: nothing has to hold for less than {@link
 * #SHORTEST_FOR}, in which several scrapes would have to fail.
 *
 * @param hour what an hour of the rules is made to last; a quarter of it has to hold several
 *     scrapes, and many more faults than an alert needs have to fit into it
 * @param floor aborts in an hour from which on an alert fires; empty for those of the rules
 */
public record FastAlerting(Duration hour, OptionalInt floor) {
  /** For tests, which provoke enough for the real floors. */
  static final FastAlerting TEST = new FastAlerting(Duration.ofMinutes(1), OptionalInt.empty());

  private static final Duration SHORTEST_FOR = Duration.ofSeconds(5);

  /** A range, an offset or a {@code for}: all durations in the rules but those in names. */
  private static final Pattern DURATION =
      Pattern.compile("(?<before>\\[|offset |for: |interval: )(?<number>\\d+)(?<unit>[mhd])");

  private static final Pattern FLOOR =
      Pattern.compile("(record: mysql_aborted_threshold:events1h, expr: vector)\\(\\d+\\)");

  private static final Map<String, Duration> UNITS =
      Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

  /** Writes the rules to a file in {@code folder}. */
  public Path rules(Path folder) throws IOException {
    String rules = Files.readString(RULES);
    if (floor.isPresent()) {
      rules = FLOOR.matcher(rules).replaceAll("$1(" + floor.getAsInt() + ")");
    }
    String fast = DURATION.matcher(rules).replaceAll(found -> shortened(found.group()));
    return Files.writeString(folder.resolve("fast.rules.yml"), fast);
  }

  private String shortened(String duration) {
    Matcher parts = DURATION.matcher(duration);
    if (!parts.matches()) {
      throw new IllegalStateException(duration);
    }
    Duration real =
        UNITS.get(parts.group("unit")).multipliedBy(Long.parseLong(parts.group("number")));
    double seconds = (double) real.toSeconds() * hour.toSeconds() / UNITS.get("h").toSeconds();
    long least = parts.group("before").equals("for: ") ? SHORTEST_FOR.toSeconds() : 1;
    return parts.group("before") + Math.max(least, Math.round(seconds)) + "s";
  }

  /**
   * Writes the Alertmanager configuration to a file in {@code folder}.
   *
   * @param smtp {@code host:port} of a mail server
   * @param webhook where the generic receiver listens
   * @param slack where Slack's incoming webhook is played
   */
  public Path alertmanager(Path folder, String smtp, URI webhook, URI slack) throws IOException {
    Path slackUrl = Files.writeString(folder.resolve("slack-url"), slack.toString());
    String configuration = Files.readString(ALERTMANAGER);
    configuration = replaced(configuration, "localhost:25", smtp);
    configuration =
        replaced(configuration, "/etc/alertmanager/slack-webhook-url", slackUrl.toString());
    configuration = replaced(configuration, "http://localhost:9095/alerts", webhook.toString());
    configuration = replaced(configuration, "templates/*.tmpl", ALERTS + "/templates/*.tmpl");
    configuration = configuration.replaceAll("(group_wait|group_interval): \\w+", "$1: 1s");
    return Files.writeString(folder.resolve("alertmanager.yml"), configuration);
  }

  private static String replaced(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new IllegalStateException("no " + what + " in " + ALERTMANAGER);
    }
    return text.replace(what, by);
  }
}
