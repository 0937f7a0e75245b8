package io.github.mysqlaborted.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** Which build this is: as the build wrote it into {@code build.properties}. */
public record BuildInfo(String version, String revision, String javaVersion) {

  private static final String RESOURCE = "build.properties";

  /** That of the running program. */
  public static BuildInfo current() {
    Properties properties = properties();
    return new BuildInfo(
        properties.getProperty("version"),
        properties.getProperty("revision"),
        System.getProperty("java.version"));
  }

  /** As exporters in Go say it of themselves. */
  public String described() {
    Properties properties = properties();
    return """
        mysql-aborted-exporter, version %s (branch: %s, revision: %s)
          build date:       %s
          java version:     %s
          platform:         %s/%s"""
        .formatted(
            version,
            properties.getProperty("branch"),
            revision,
            properties.getProperty("date"),
            javaVersion,
            System.getProperty("os.name").toLowerCase(Locale.ROOT),
            System.getProperty("os.arch"));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
