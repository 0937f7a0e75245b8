package io.github.mysqlaborted;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Arrays;
import java.util.stream.Stream;

/** The house: data flows one way, and a room knows only rooms below it. */
@AnalyzeClasses(packagesOf = Main.class, importOptions = DoNotIncludeTests.class)
final class LayersTest {

  /** Each room, from the ground up, and the rooms that it may know. */
  private static final String[] ROOMS = {
    "time:",
    "event:",
    "cause: event",
    "session: time event cause",
    "config:",
    "tls:",
    "log: time",
    "state:",
    "log.tail: time log",
    "log.journal: time log",
    "log.stream: log",
    "parse.format:",
    "parse.message: event parse.format",
    "parse.join: event parse.format parse.message",
    "parse: event log parse.format parse.message parse.join",
    "count: event cause session",
    "html:",
    "diagnosis: event cause session html",
    "server.connect: config tls",
    "server: time event config server.connect",
    "server.table: event server server.connect",
    "follow: time event cause config session diagnosis log log.tail log.journal log.stream state parse parse.join count"
        + " server server.table",
    "check: time event log count server server.table follow",
    "metrics: event cause log count follow check",
    "scrape: time event config session count server server.table follow check metrics",
    "access: time config tls",
    "web: access time event cause html diagnosis log count follow check metrics scrape",
    "cli: event cause config"
  };

  @ArchTest static final ArchRule EACH_ROOM_KNOWS_ONLY_ROOMS_BELOW = house();

  private static ArchRule house() {
    LayeredArchitecture house = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : ROOMS) {
      String name = room.substring(0, room.indexOf(':'));
      house = house.layer(name).definedBy("io.github.mysqlaborted." + name);
    }
    for (String room : ROOMS) {
      String name = room.substring(0, room.indexOf(':'));
      String known = room.substring(room.indexOf(':') + 1).strip();
      house =
          known.isEmpty()
              ? house.whereLayer(name).mayNotAccessAnyLayer()
              : house.whereLayer(name).mayOnlyAccessLayers(known.split(" "));
    }
    return house;
  }

  /** A package that nobody drew would be checked by no rule. */
  @ArchTest
  static final ArchRule EVERY_CLASS_IS_IN_A_ROOM =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(Stream.of(""), Arrays.stream(ROOMS).map(LayersTest::dotted))
                  .map(room -> "io.github.mysqlaborted" + room)
                  .toArray(String[]::new));

  private static String dotted(String room) {
    return "." + room.substring(0, room.indexOf(':'));
  }

  @ArchTest
  static final ArchRule ONLY_METRICS_SCRAPE_AND_WEB_KNOW_PROMETHEUS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..metrics..", "..scrape..", "..web..", "io.github.mysqlaborted")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule JDBC_STAYS_IN_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackage("..server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "com.mysql..");

  @ArchTest
  static final ArchRule ONLY_CONFIGURATION_READS_THE_ENVIRONMENT =
      classes()
          .that()
          .resideInAnyPackage(
              "..event..",
              "..log..",
              "..state..",
              "..parse..",
              "..count..",
              "..server..",
              "..follow..",
              "..check..",
              "..metrics..",
              "..scrape..")
          .should()
          .onlyAccessClassesThat()
          .doNotHaveFullyQualifiedName("java.lang.ProcessEnvironment");
}
