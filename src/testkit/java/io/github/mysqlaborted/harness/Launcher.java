package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What starts the program of a {@link LocalServer}, and where its error log is then. */
public enum Launcher {
  /** Nothing but this; its log is a file. */
  NONE,
  /** The {@code mysqld_safe} that came with it, which also starts it again; its log is a file. */
  MYSQLD_SAFE,
  /** As process 1, as in a container; its log is its standard error. */
  CONTAINER;

  /** A pid namespace whose processes all die with what made it. */
  private static final List<String> OWN_PROCESSES =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  /** Why nothing can be started so here; empty where it can. */
  public Optional<String> unavailableBecause() {
    return this == NONE || System.getProperty("user.name").equals("root")
        ? Optional.empty()
        : Optional.of("only root can make a pid namespace");
  }

  /** The whole command line; {@code options} are the server's, {@code --no-defaults} first. */
  List<String> command(Distribution distribution, List<String> options, Path errorLog)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    if (this != CONTAINER) {
      all.add("--log-error=" + errorLog);
    }
    if (this == NONE) {
      return distribution.command(all);
    }
    List<String> command = new ArrayList<>(OWN_PROCESSES);
    if (this == MYSQLD_SAFE) {
      Path programs = distribution.executable().getParent();
      all.add("--ledir=" + programs);
      command.addAll(distribution.command(programs.resolve("mysqld_safe"), all));
    } else {
      command.addAll(distribution.command(all));
    }
    return command;
  }

  /** The name of the error log in the server's folder. */
  String errorLog() {
    return this == CONTAINER ? LocalServer.CONSOLE : "error.log";
  }
}
