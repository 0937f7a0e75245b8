package io.github.mysqlaborted.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.check.LogProblem;
import io.github.mysqlaborted.harness.Browser;
import io.github.mysqlaborted.harness.Browser.Scheme;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.HostileNames;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser, on a phone and on a desk, light and dark. Pictures of them are left
 * in {@code target/pages}.
 */
final class PagesIT {

  private static final Path PICTURES = Path.of("target/pages");

  private static final int PHONE = 360;
  private static final int DESK = 1280;

  /** Their pages differ from others in words alone, all of which are on the page of everything. */
  private static final Set<String> ONE_PROBLEM =
      Stream.of(LogProblem.values())
          .filter(problem -> problem != LogProblem.NO_LOG && problem != LogProblem.BEHIND)
          .map(LogProblem::key)
          .collect(Collectors.toSet());

  /** A page with all that must not be. */
  private static final String UNFIT =
      "<p style='color:#999;background:#fff;width:2000px'>grey<img src=data: onerror=alert(1)>";

  /** An attribute that would run a script, or one that opens a link so. */
  private static final String CODE =
      "[...document.querySelectorAll('*')].filter(e => e.tagName.toLowerCase() === 'script'"
          + " || [...e.attributes].some(a => a.name.startsWith('on')"
          + " || a.value.startsWith('javascript:'))).length";

  private static final String FITS =
      "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

  /** How light the page is behind its text, from 0 to 255. */
  private static final String LIGHT =
      "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))";

  @TempDir Path folder;

  @Test
  void theLandingPageIsFitForEachScreenInEachState() throws IOException {
    Map<String, Endpoint> pages = new LinkedHashMap<>();
    PageStates.all().forEach((name, state) -> pages.put("/" + name, landing(state)));
    pages.keySet().removeIf(path -> ONE_PROBLEM.contains(path.substring(1)));
    try (WebServer web =
            WebServer.start(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                pages,
                Access.open(),
                Set.of());
        Browser browser = Browser.start(folder)) {
      URI root = URI.create("http://127.0.0.1:" + web.addresses().get(0).getPort());
      SoftAssertions softly = new SoftAssertions();
      for (String path : pages.keySet()) {
        assertIsFit(softly, browser, root.resolve(path), "landing-" + path.substring(1));
      }
      softly.assertAll();
    }
  }

  @Test
  void theRunningExportersPagesAreFitForEachScreen() throws IOException {
    Path log = Files.writeString(folder.resolve("error.log"), hostileLog());
    try (ExporterProcess exporter =
            ExporterProcess.start(
                ExporterProcess.builtJar(),
                FreePort.find(),
                folder,
                List.of("--no-mysqld", "--errorlog.file=" + log, "--hours.time-zone=UTC"));
        Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")))) {
      SoftAssertions softly = new SoftAssertions();
      assertIsFit(softly, browser, exporter.address().resolve("/"), "exporter");
      assertIsFit(softly, browser, exporter.address().resolve("/diagnosis"), "diagnosis");
      softly.assertAll();
    }
  }

  /** Else the other tests would say nothing. */
  @Test
  void theBrowserSeesWhatIsUnfit() throws IOException {
    Path page = Files.writeString(folder.resolve("unfit.html"), UNFIT);
    try (Browser browser = Browser.start(Files.createDirectory(folder.resolve("profile")))) {
      browser.open(page.toUri(), PHONE, Scheme.LIGHT);

      assertThat(browser.closeAlert()).isTrue();
      assertThat(browser.value(CODE)).isEqualTo(1L);
      assertThat(browser.value(FITS)).isEqualTo(false);
      assertThat(browser.complaints()).isNotEmpty();
      assertThat(String.join("\n", browser.violations()))
          .contains("html-has-lang: ", "color-contrast: ", "image-alt: ", "document-title: ");
    }
  }

  private static void assertIsFit(SoftAssertions softly, Browser browser, URI page, String name)
      throws IOException {
    for (int width : new int[] {PHONE, DESK}) {
      for (Scheme scheme : Scheme.values()) {
        String which = name + "-" + width + "-" + scheme;
        browser.open(page, width, scheme);
        softly.assertThat(browser.closeAlert()).as(which).isFalse();
        softly.assertThat(browser.value(CODE)).as(which).isEqualTo(0L);
        softly.assertThat(browser.value(FITS)).as(which + ": scrolls sideways").isEqualTo(true);
        softly
            .assertThat((Long) browser.value(LIGHT))
            .as(which)
            .matches(light -> scheme == Scheme.LIGHT ? light == 255 : light < 40);
        softly.assertThat(browser.value("document.querySelectorAll('h1').length")).isEqualTo(1L);
        softly.assertThat(browser.complaints()).as(which).isEmpty();
        softly.assertThat(browser.violations()).as(which).isEmpty();
        browser.picture(Files.createDirectories(PICTURES).resolve(which + ".png"));
      }
    }
  }

  private static LandingPage landing(Watched state) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("/metrics", "metrics for Prometheus");
    links.put("/diagnosis", "which causes explain the last aborted connections");
    return new LandingPage(
        new BuildInfo("1.2.3", "abcdef0", "17.0.2"),
        () -> state,
        InstantSource.fixed(PageStates.NOW),
        ZoneOffset.UTC,
        links);
  }

  /** Sessions of all names are cut, and their logins fail, in the course of two days. */
  private static String hostileLog() {
    StringBuilder log = new StringBuilder();
    int id = 8;
    for (int round = 0; round < 40; round++) {
      for (String name : HostileNames.ALL) {
        String time =
            PageStates.NOW.plus(Duration.ofMinutes(71L * round)).plusSeconds(id).toString();
        String stamp = time.replace("Z", ".123456Z");
        log.append(
            "%s %d [Note] [MY-010914] [Server] Aborted connection %d to db: '%s' user: '%s' host: '%s' (%s).\n"
                .formatted(
                    stamp,
                    id,
                    id,
                    name,
                    name,
                    "10.0.0." + round,
                    round % 3 == 0
                        ? "Got timeout reading communication packets"
                        : "Got an error reading communication packets"));
        id++;
        log.append(
            "%s %d [Note] [MY-010926] [Server] Access denied for user '%s'@'10.9.8.7' (using password: YES)\n"
                .formatted(stamp, id++, name));
      }
    }
    return log.toString();
  }
}
