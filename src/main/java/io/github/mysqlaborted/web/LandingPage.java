package io.github.mysqlaborted.web;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /}: what is watched, how it is doing, and where to go from here. */
public final class LandingPage implements Endpoint {

  private final BuildInfo build;
  private final Supplier<Watched> watched;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Map<String, String> links;

  /**
   * @param zone of the times on the page
   * @param links what else can be visited: path to what is there
   */
  public LandingPage(
      BuildInfo build,
      Supplier<Watched> watched,
      InstantSource clock,
      ZoneId zone,
      Map<String, String> links) {
    this.build = build;
    this.watched = watched;
    this.clock = clock;
    this.zone = zone;
    this.links = links;
  }

  @Override
  public Response answer(Request request) {
    StringOutput page = new StringOutput();
    JtelandingGenerated.render(
        new OwaspHtmlTemplateOutput(page),
        null,
        new Overview(build, watched.get(), clock.instant(), zone, links));
    return Response.html(page.toString());
  }
}
