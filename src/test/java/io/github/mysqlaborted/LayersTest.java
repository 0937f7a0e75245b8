package io.github.mysqlaborted;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way: a package knows only those before it. */
@AnalyzeClasses(packagesOf = Main.class, importOptions = DoNotIncludeTests.class)
final class LayersTest {

  @ArchTest
  static final ArchRule PACKAGES_KNOW_ONLY_THOSE_BEFORE_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("time")
          .definedBy("..mysqlaborted.time..")
          .layer("event")
          .definedBy("..mysqlaborted.event..")
          .layer("source.log")
          .definedBy("..mysqlaborted.source.log..")
          .layer("config")
          .definedBy("..mysqlaborted.config..")
          .layer("parse")
          .definedBy("..mysqlaborted.parse..")
          .layer("source.mysql")
          .definedBy("..mysqlaborted.source.mysql..")
          .layer("follow")
          .definedBy("..mysqlaborted.follow..")
          .layer("check")
          .definedBy("..mysqlaborted.check..")
          .layer("metrics")
          .definedBy("..mysqlaborted.metrics..")
          .layer("web")
          .definedBy("..mysqlaborted.web..")
          .layer("cli")
          .definedBy("..mysqlaborted.cli..")
          .layer("main")
          .definedBy("io.github.mysqlaborted")
          .whereLayer("time")
          .mayNotAccessAnyLayer()
          .whereLayer("event")
          .mayNotAccessAnyLayer()
          .whereLayer("source.log")
          .mayOnlyAccessLayers("time")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("parse")
          .mayOnlyAccessLayers("event", "source.log")
          .whereLayer("source.mysql")
          .mayOnlyAccessLayers("time", "event", "config", "parse")
          .whereLayer("follow")
          .mayOnlyAccessLayers("time", "event", "source.log", "config", "parse", "source.mysql")
          .whereLayer("check")
          .mayOnlyAccessLayers("time", "event", "source.log", "source.mysql", "follow")
          .whereLayer("metrics")
          .mayOnlyAccessLayers(
              "time", "event", "source.log", "source.mysql", "follow", "check", "config")
          .whereLayer("web")
          .mayOnlyAccessLayers("time", "event", "source.log", "follow", "check", "metrics")
          .whereLayer("cli")
          .mayOnlyAccessLayers("event", "config")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule ONLY_METRICS_AND_WEB_KNOW_PROMETHEUS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..metrics..", "..web..", "io.github.mysqlaborted")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule JDBC_STAYS_IN_SOURCE_MYSQL =
      noClasses()
          .that()
          .resideOutsideOfPackage("..source.mysql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "com.mysql..");

  @ArchTest
  static final ArchRule ONLY_CONFIGURATION_READS_THE_ENVIRONMENT =
      classes()
          .that()
          .resideInAnyPackage(
              "..event..", "..source..", "..parse..", "..follow..", "..check..", "..metrics..")
          .should()
          .onlyAccessClassesThat()
          .doNotHaveFullyQualifiedName("java.lang.ProcessEnvironment");
}
