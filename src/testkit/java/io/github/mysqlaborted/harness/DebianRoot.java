package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a Debian 12 with systemd, {@code mariadb-server} and {@code rsyslog} as the packages
 * leave them: made once by {@code mmdebstrap} from the archive that this machine's apt is set up
 * with, and kept in the cache.
 */
final class DebianRoot {
  private static final String SUITE = "bookworm";
  private static final String KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";
  private static final String USER = "mysql-aborted-exporter";
  private static final Path MMDEBSTRAP = Path.of("/usr/bin/mmdebstrap");

  private static final List<String> OPTIONS =
      List.of(
          "--quiet",
          "--variant=minbase",
          "--include=systemd-sysv,dbus,mariadb-server,rsyslog,libaio1,libnuma1",
          "--dpkgopt=path-exclude=/usr/share/doc/*",
          "--dpkgopt=path-exclude=/usr/share/locale/*",
          "--dpkgopt=path-exclude=/usr/share/man/*",
          "--customize-hook=chroot \"$1\" useradd --system --shell /usr/sbin/nologin " + USER,
          "--customize-hook=rm \"$1/etc/hostname\"");

  private DebianRoot() {}

  /** Why it cannot be made here; empty where it can. */
  static Optional<String> unavailableBecause() {
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("only root can boot a machine");
    }
    for (Path needed : List.of(MMDEBSTRAP, Path.of(KEYS))) {
      if (!Files.exists(needed)) {
        return Optional.of("there is no " + needed);
      }
    }
    return Optional.empty();
  }

  /** The folder, which nobody may write to. */
  static Path get() {
    String name = "debian-" + SUITE + "-" + Integer.toHexString(OPTIONS.hashCode());
    return ServerCache.user().entry(name, DebianRoot::make).resolve("root");
  }

  /** An archive of a small Debian 12 with these packages. */
  static Path tar(String... packages) {
    List<String> options = new ArrayList<>(List.of("--quiet", "--variant=minbase"));
    if (packages.length > 0) {
      options.add("--include=" + String.join(",", packages));
    }
    String what = packages.length > 0 ? " with " + String.join(", ", packages) : "";
    String name = "debian-" + SUITE + "-tar-" + Integer.toHexString(options.hashCode());
    return ServerCache.user()
        .entry(name, folder -> make(folder, "root.tar", options, what))
        .resolve("root.tar");
  }

  private static void make(Path folder) throws IOException {
    make(folder, "root", OPTIONS, " with MariaDB");
  }

  private static void make(Path folder, String target, List<String> options, String what)
      throws IOException {
    List<String> sources = sources(folder);
    if (sources.isEmpty()) {
      Command.run(folder, List.of("apt-get", "update"));
      sources = sources(folder);
    }
    List<String> command = new ArrayList<>();
    command.add(MMDEBSTRAP.toString());
    command.addAll(options);
    command.addAll(List.of(SUITE, folder.resolve(target).toString()));
    command.addAll(sources);
    Progress progress = new Progress("making a Debian 12" + what);
    progress.at("");
    Command.run(folder, command);
  }

  /** Where this machine's apt has Debian from, as lines of {@code sources.list}. */
  private static List<String> sources(Path folder) throws IOException {
    String lines =
        Command.run(
            folder,
            List.of(
                "apt-get",
                "indextargets",
                "--format",
                "deb [signed-by=" + KEYS + "] $(REPO_URI) $(RELEASE) $(COMPONENT)",
                "Created-By: Packages",
                "Origin: Debian"));
    Stream<String> ofSuite = lines.lines().filter(line -> line.contains(" " + SUITE)).distinct();
    return ofSuite.toList();
  }
}
