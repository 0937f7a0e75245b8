package io.github.mysqlaborted.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is: as the build wrote it into {@code build.properties}. */
public record BuildInfo(String version, String revision, String javaVersion) {

  /** That of the running program. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        properties.getProperty("version"),
        properties.getProperty("revision"),
        System.getProperty("java.version"));
  }
}
