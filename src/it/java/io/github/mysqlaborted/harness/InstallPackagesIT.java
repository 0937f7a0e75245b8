package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code install-packages.sh} installs a package with a service, on a copy of this machine that is
 * dropped afterwards: an overlay over the root directory, with mounts of its own.
 */
final class InstallPackagesIT {
  private static final Path SCRIPT =
      Path.of("src", "testkit", "sh", "install-packages.sh").toAbsolutePath();

  /** As debhelper writes it: enables the service, and starts it if the machine's policy allows. */
  private static final String AFTER =
      """
      #!/bin/sh
      set -e
      deb-systemd-helper enable with-service.service
      update-rc.d with-service defaults
      invoke-rc.d with-service start || true
      """;

  private static final String INIT_SCRIPT =
      """
      #!/bin/sh
      ### BEGIN INIT INFO
      # Provides: with-service
      # Required-Start:
      # Required-Stop:
      # Default-Start: 2 3 4 5
      # Default-Stop: 0 1 6
      ### END INIT INFO
      touch /with-service.started
      """;

  @TempDir private Path folder;
  private Path packages;
  private Path archive;

  @BeforeEach
  void makePackage() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    assumeTrue(DebianPackages.unavailableBecause().isEmpty(), "needs Debian");
    Path tree = folder.resolve("tree");
    write(
        tree.resolve("DEBIAN/control"),
        """
        Package: with-service
        Version: 1
        Architecture: all
        Maintainer: nobody <nobody@example.net>
        Description: brings a service
        """);
    executable(write(tree.resolve("DEBIAN/postinst"), AFTER));
    executable(write(tree.resolve("etc/init.d/with-service"), INIT_SCRIPT));
    write(
        tree.resolve("lib/systemd/system/with-service.service"),
        """
        [Service]
        ExecStart=/bin/true
        [Install]
        WantedBy=multi-user.target
        """);
    packages = Files.createDirectory(folder.resolve("packages"));
    archive = packages.resolve("with-service.deb");
    Command.run(
        folder, List.of("dpkg-deb", "--build", "-Zgzip", tree.toString(), archive.toString()));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void startsNoServiceNowOrAtTheNextBoot() throws IOException {
    String seen =
        onACopy(
            """
            rm -f /usr/sbin/policy-rc.d
            '%s' '%s' || exit
            dpkg-query -W -f '${Package} ${Status}\\n' with-service
            ls /usr/sbin/policy-rc.d /with-service.started
            find /etc/systemd/system /etc/rc?.d -name '*with-service*' | sort
            """
                .formatted(SCRIPT, archive));

    assertThat(seen)
        .contains("with-service install ok installed\n")
        .contains("cannot access '/usr/sbin/policy-rc.d'")
        .contains("cannot access '/with-service.started'")
        .contains("/etc/rc3.d/K01with-service")
        .doesNotContain("S01with-service\n")
        .doesNotContain("\n/etc/systemd/system/multi-user.target.wants/with-service.service");
  }

  @Test
  void leavesAPolicyOfTheMachineAndWhatIsEnabledAlone() throws IOException {
    String seen =
        onACopy(
            """
            printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d
            mkdir -p /etc/systemd/system/multi-user.target.wants
            ln -s /lib/systemd/system/other.service /etc/systemd/system/multi-user.target.wants
            '%s' '%s' || exit
            cat /usr/sbin/policy-rc.d
            ls /etc/systemd/system/multi-user.target.wants
            """
                .formatted(SCRIPT, archive));

    assertThat(seen).contains("#!/bin/sh\nexit 101\n").contains("other.service\n");
  }

  private String onACopy(String commands) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    String mounts =
        """
        mount -t tmpfs tmpfs "$0" && mkdir "$0/upper" "$0/work" "$0/root" &&
        mount -t overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" overlay "$0/root" &&
        for each in /proc /dev "$1" "$2"; do
          mkdir -p "$0/root$each" && mount --rbind "$each" "$0/root$each" || exit
        done
        exec chroot "$0/root" /bin/sh -c "$3" 2>&1
        """;
    return Command.run(
        folder,
        List.of(
            "unshare",
            "--mount",
            "/bin/sh",
            "-c",
            mounts,
            copy.toString(),
            SCRIPT.getParent().toString(),
            packages.toString(),
            commands + "\ntrue"));
  }
}
