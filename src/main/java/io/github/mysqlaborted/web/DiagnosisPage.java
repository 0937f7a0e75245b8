package io.github.mysqlaborted.web;

import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.diagnosis.Diagnosis;
import io.github.mysqlaborted.diagnosis.Diagnostician;
import io.github.mysqlaborted.diagnosis.HtmlReport;
import io.github.mysqlaborted.diagnosis.JsonReport;
import io.github.mysqlaborted.diagnosis.Settings;
import io.github.mysqlaborted.follow.LogFollower;
import io.github.mysqlaborted.follow.LogView;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /diagnosis}: which causes explain the last aborted connections, as a page, or as JSON with
 * {@code ?format=json}. It asks no server for it.
 */
public final class DiagnosisPage implements Endpoint {

  private final LogFollower follower;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone of the hours of the day
   */
  public DiagnosisPage(LogFollower follower, InstantSource clock, ZoneId zone) {
    this.follower = follower;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public Response answer(Request request) {
    List<String> formats = request.parameters("format");
    if (formats.isEmpty() || formats.equals(List.of("html"))) {
      return Response.html(HtmlReport.of(diagnosis()));
    }
    if (formats.equals(List.of("json"))) {
      return Response.of(
          "application/json",
          JsonReport.of(diagnosis(), clock.instant()).getBytes(StandardCharsets.UTF_8));
    }
    throw new BadRequestException("format: found '" + formats.get(0) + "', accepted: html, json");
  }

  private Diagnosis diagnosis() {
    Timeouts timeouts = follower.timeouts();
    Settings settings =
        new Settings(
            timeouts.longestIdle(),
            timeouts.netWrite(),
            OptionalLong.empty(),
            Settings.Keepalive.LINUX,
            List.of(),
            zone);
    Map<String, Long> values = new LinkedHashMap<>();
    timeouts.longestIdle().ifPresent(value -> values.put("wait_timeout", value.toSeconds()));
    timeouts.netWrite().ifPresent(value -> values.put("net_write_timeout", value.toSeconds()));
    return new Diagnostician(settings)
        .diagnose(
            List.of(follower.recent()),
            follower.view().sources().stream().map(DiagnosisPage::log).toList(),
            Optional.empty(),
            values);
  }

  private static Diagnosis.Log log(LogView.Source source) {
    return new Diagnosis.Log(
        source.name(),
        source.records(),
        source.unrecognized(),
        source.readable()
            ? Optional.empty()
            : source.trouble().or(() -> Optional.of("cannot be read")));
  }
}
