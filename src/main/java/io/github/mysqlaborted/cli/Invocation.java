package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.DiagnoseConfig;
import io.github.mysqlaborted.config.ExporterConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What the command line asks for. */
public sealed interface Invocation {

  /** To run the exporter. */
  record Serve(ExporterConfig config) implements Invocation {}

  /** To check the configuration and no more. */
  record Check(ExporterConfig config) implements Invocation {}

  /** To report what explains the aborted connections in logs. */
  record Diagnose(DiagnoseConfig config) implements Invocation {}

  /**
   * To say what one record of a log means.
   *
   * @param line empty if it comes on standard input
   */
  record Explain(Optional<String> line) implements Invocation {}

  /** To ask a running exporter whether it is healthy. */
  record Health(InetSocketAddress address) implements Invocation {}

  /** To show a text and exit with {@code status}. */
  record Show(String text, int status) implements Invocation {}
}
