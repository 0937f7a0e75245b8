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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules and the Alertmanager configuration of the repository, for who cannot wait: an hour of
 * theirs is {@link #HOUR}, notifications go out at once, and to receivers on this machine. Names,
 * thresholds, texts, routes and inhibitions are as they are.
 */
public final class FastAlerting {
  /** What an hour of the rules is made to last. A quarter of it has to hold several scrapes. */
  public static final Duration HOUR = Duration.ofSeconds(40);

  /** A range, an offset or a {@code for}: all durations in the rules but those in names. */
  private static final Pattern DURATION =
      Pattern.compile("(?<before>\\[|offset |for: )(?<number>\\d+)(?<unit>[mhd])");

  private static final Map<String, Duration> UNITS =
      Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

  private FastAlerting() {}

  /** Writes the rules to a file in {@code folder}. */
  public static Path rules(Path folder) throws IOException {
    String fast = DURATION.matcher(Files.readString(RULES)).replaceAll(FastAlerting::shortened);
    return Files.writeString(folder.resolve("fast.rules.yml"), fast);
  }

  private static String shortened(MatchResult found) {
    Matcher named = DURATION.matcher(found.group());
    if (!named.matches()) {
      throw new IllegalStateException(found.group());
    }
    Duration duration =
        UNITS.get(named.group("unit")).multipliedBy(Long.parseLong(named.group("number")));
    long hours = Duration.ofHours(1).dividedBy(HOUR);
    long seconds = Math.max(1, Math.round((double) duration.toSeconds() / hours));
    return named.group("before") + seconds + "s";
  }

  /**
   * Writes the Alertmanager configuration to a file in {@code folder}.
   *
   * @param smtp {@code host:port} of a mail server
   * @param webhook where the generic receiver listens
   * @param slack where Slack's incoming webhook is played
   */
  public static Path alertmanager(Path folder, String smtp, URI webhook, URI slack)
      throws IOException {
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
