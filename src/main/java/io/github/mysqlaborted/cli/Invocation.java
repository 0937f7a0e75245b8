package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ExporterConfig;

/** What the command line asks for. */
public sealed interface Invocation {

  /** To run the exporter. */
  record Serve(ExporterConfig config) implements Invocation {}

  /** To check the configuration and no more. */
  record Check(ExporterConfig config) implements Invocation {}

  /** To show a text and exit with {@code status}. */
  record Show(String text, int status) implements Invocation {}
}
