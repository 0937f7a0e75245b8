package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of a server, ready to run.
 *
 * @param dialect how it logs
 * @param base its {@code basedir}
 * @param executable its program
 * @param messages the folder of its messages, character sets and system tables
 */
record Distribution(Dialect dialect, Path base, Path executable, Path messages) {
  private static final List<String> DEBIAN_SERVER = List.of("mariadb-server-core", "liburing2");
  private static final List<String> LIBRARIES = List.of("libaio1", "libnuma1");

  /** Fetches and unpacks the server, or finds it in the cache. */
  static Distribution of(ServerKind kind) {
    String name = kind + "-files-" + Integer.toHexString(source(kind).hashCode());
    return at(kind, ServerCache.user().entry(name, folder -> make(kind, folder)));
  }

  /** What it is made from: another source or another choice of files is another entry. */
  private static String source(ServerKind kind) {
    return MavenDistribution.of(kind)
        .map(MavenDistribution::toString)
        .orElseGet(DEBIAN_SERVER::toString);
  }

  private static Distribution at(ServerKind kind, Path base) {
    return switch (kind) {
      case MARIADB_11_4 -> of(Dialect.MARIADB, base, "bin/mariadbd", "share");
      case MARIADB_10_11 -> of(Dialect.MARIADB, base, "usr/sbin/mariadbd", "usr/share/mysql");
      case MYSQL_8_0 -> of(Dialect.MYSQL_8, base, "bin/mysqld", "share");
      case MYSQL_5_6 -> of(Dialect.MYSQL_5_6, base, "bin/mysqld", "share");
      case MYSQL_5_5 -> of(Dialect.MYSQL_5_5, base, "bin/mysqld", "share");
      case CONTAINER -> throw new IllegalArgumentException("a container brings its own files");
    };
  }

  private static Distribution of(Dialect dialect, Path base, String executable, String messages) {
    return new Distribution(dialect, base, base.resolve(executable), base.resolve(messages));
  }

  private static void make(ServerKind kind, Path folder) throws IOException {
    if (kind == ServerKind.MARIADB_10_11) {
      DebianPackages.unpack(folder, DEBIAN_SERVER);
    } else {
      MavenDistribution.of(kind).orElseThrow().unpackInto(folder);
    }
    Distribution made = at(kind, folder);
    if (!made.runs() && DebianPackages.unavailableBecause().isEmpty()) {
      DebianPackages.unpack(folder, LIBRARIES);
    }
    Command.run(folder, made.command(List.of("--no-defaults", "--version")));
  }

  private boolean runs() throws IOException {
    return Command.run(base, command(List.of("--no-defaults", "--version")), line -> {}) == 0;
  }

  /** The command line that starts its program, with libraries that the machine may lack. */
  List<String> command(List<String> options) throws IOException {
    return command(executable, options);
  }

  /** The same for another of its programs. */
  List<String> command(Path program, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    List<Path> libraries = libraryFolders();
    if (!libraries.isEmpty()) {
      command.add(
          "LD_LIBRARY_PATH="
              + libraries.stream().map(Path::toString).collect(Collectors.joining(":")));
    }
    command.add(program.toString());
    command.addAll(options);
    return command;
  }

  private List<Path> libraryFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path parent : List.of(base.resolve("lib"), base.resolve("usr/lib"))) {
      if (Files.isDirectory(parent)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, "*-linux-gnu*")) {
          found.forEach(folders::add);
        }
      }
    }
    return folders;
  }

  /** A file of its system tables; the name begins with its make or, in older ones, with MySQL's. */
  Path systemTables(String name) {
    Path own = messages.resolve("mariadb_" + name);
    return Files.exists(own) ? own : messages.resolve("mysql_" + name);
  }
}
