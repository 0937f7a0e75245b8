package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An initialized data directory with {@link SampleData}: made once for each kind of server and kept
 * in the cache, since that takes seconds and a copy of it does not.
 */
final class DataDirectory {
  private DataDirectory() {}

  /** Copies one for {@code kind} to {@code data}. */
  static void copyTo(Path data, ServerKind kind, Distribution distribution) throws IOException {
    List<String> statements = SampleData.statements(distribution.dialect());
    String name = kind + "-data-" + Integer.toHexString(statements.hashCode());
    Path kept =
        ServerCache.user().entry(name, folder -> make(folder, kind, distribution, statements));
    Trees.copy(kept.resolve("data"), data);
  }

  private static void make(
      Path folder, ServerKind kind, Distribution distribution, List<String> statements)
      throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    List<String> options = new ArrayList<>(ServerOptions.always(distribution, data));
    options.add("--log-error=" + folder.resolve("initialize.log"));
    if (distribution.dialect() == Dialect.MYSQL_8) {
      options.add("--initialize-insecure");
      Command.run(folder, distribution.command(options));
    } else {
      options.add("--bootstrap");
      bootstrap(folder, distribution, options);
    }
    try (LocalServer server = LocalServer.startOn(kind, distribution, folder)) {
      statements.forEach(server::execute);
      server.stop();
    }
  }

  private static void bootstrap(Path folder, Distribution distribution, List<String> options)
      throws IOException {
    StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
    for (String file : List.of("system_tables.sql", "system_tables_data.sql")) {
      Path path = distribution.systemTables(file);
      sql.append(Files.readString(path, StandardCharsets.UTF_8)).append('\n');
    }
    if (distribution.dialect() == Dialect.MARIADB) {
      Path path = distribution.systemTables("performance_tables.sql");
      sql.append(Files.readString(path, StandardCharsets.UTF_8)).append('\n');
    }
    Path input = Files.writeString(folder.resolve("initialize.sql"), sql, StandardCharsets.UTF_8);
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" <" + input.getFileName(), "sh"));
    command.addAll(distribution.command(options));
    Command.run(folder, command);
  }
}
