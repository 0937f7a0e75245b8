package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Debian 12 that systemd boots, in namespaces of its own: what runs in it is what {@link
 * DebianRoot} has, at its defaults, and what a test puts beside it before the boot.
 *
 * <p>Its network is a loopback device alone. Nothing of this machine is changed but for a folder
 * under {@code target}, which is deleted with it. It ends with {@link #close}, and in any case with
 * this JVM.
 */
public final class DebianMachine implements AutoCloseable {
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);
  private static final Path NSPAWN = Path.of("/usr/bin/systemd-nspawn");

  /**
   * Namespaces for mounts and processes that end with what made them, and all processes in them. By
   * itself {@code systemd-nspawn} leaves a machine running when it is killed.
   */
  private static final List<String> OWN_NAMESPACES =
      List.of(
          "unshare",
          "--mount",
          "--propagation=private",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc");

  /**
   * Puts the changes of one machine over the files of all, joins its control groups, and starts it
   * again when it reboots, of which 133 tells. What {@code systemd-nspawn} keeps in {@code /run} it
   * keeps out of sight of this machine.
   */
  private static final String BOOT =
      """
      set -e
      mount -t overlay overlay \
        -o "lowerdir=$1,upperdir=$2/changes,workdir=$2/work" "$2/root"
      mount -t tmpfs tmpfs /run
      for group in $3; do
        echo 0 >"$group"
      done
      shift 3
      until "$@"; do
        [ $? = 133 ] || exit
      done
      """;

  private final Path folder;
  private final List<Bind> binds = new ArrayList<>();
  private final ControlGroups groups;
  private GuardedProcess process;
  private long leader;

  /**
   * A file or folder of this machine that can be read in the other, at the same path or another.
   */
  private record Bind(Path from, Path to) {
    String option() {
      return "--bind-ro=" + from + ":" + to;
    }
  }

  private DebianMachine(Path folder, ControlGroups groups) {
    this.folder = folder;
    this.groups = groups;
  }

  /** Why none can be booted here; empty where one can. */
  public static Optional<String> unavailableBecause() {
    return DebianRoot.unavailableBecause()
        .or(
            () ->
                Files.isExecutable(NSPAWN)
                    ? Optional.empty()
                    : Optional.of("there is no " + NSPAWN));
  }

  /** A machine that is switched off. */
  public static DebianMachine create() throws IOException {
    Path folder = WorkFolder.create("DEBIAN");
    for (String name : List.of("changes", "work", "root")) {
      Files.createDirectory(folder.resolve(name));
    }
    return new DebianMachine(folder, ControlGroups.create());
  }

  /** Writes a file before the boot. */
  public void write(String path, String content) throws IOException {
    Path file = folder.resolve("changes" + path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Has a unit of systemd started at each boot, by a file that is written before the first. */
  public void enable(String unit, String content) throws IOException {
    write("/etc/systemd/system/" + unit, content);
    Path wants = folder.resolve("changes/etc/systemd/system/multi-user.target.wants");
    Files.createDirectories(wants);
    Files.createSymbolicLink(wants.resolve(unit), Path.of("/etc/systemd/system", unit));
  }

  /** Lets it read a file or folder of this machine. */
  public void bind(Path from, String to) {
    binds.add(new Bind(from.toAbsolutePath(), Path.of(to)));
  }

  /** Gives it the Java that runs this, as {@code /usr/bin/java}. */
  public void bindJava() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    bind(home, home.toString());
    // Debian keeps a JDK's settings, to which its files are links, under /etc.
    Path settings = home.resolve("conf/security/java.security").toRealPath();
    if (!settings.startsWith(home)) {
      Path parent = Path.of("/etc").resolve(Path.of("/etc").relativize(settings).getName(0));
      bind(parent, parent.toString());
    }
    Path bin = Files.createDirectories(folder.resolve("changes/usr/bin"));
    Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
  }

  /**
   * Has it run, in the place of Debian's MariaDB, a server that its own {@code mysqld_safe} starts,
   * as the unit {@code mysql}. Its log goes to syslog; that of MySQL 8 does once it is told so, see
   * {@link DebianClients#logToSyslog}: it does not start with {@code mysqld_safe --syslog}.
   */
  public void replaceMariadbBy(ServerKind kind) throws IOException {
    Distribution distribution = Distribution.of(kind);
    Path data = Path.of("/srv/mysql");
    Path programs = distribution.executable().getParent();
    DataDirectory.copyTo(folder.resolve("changes/srv/mysql"), kind, distribution);
    bind(distribution.base(), distribution.base().toString());
    List<String> options = new ArrayList<>(ServerOptions.always(distribution, data));
    if (distribution.dialect() != Dialect.MYSQL_8) {
      options.add("--syslog");
    }
    options.add("--ledir=" + programs);
    options.add("--bind-address=127.0.0.1");
    options.add("--socket=/run/mysqld/mysqld.sock");
    options.add("--pid-file=/run/mysqld/mysqld.pid");
    options.add(Verbosity.FULL.option(distribution.dialect()));
    List<String> command = distribution.command(programs.resolve("mysqld_safe"), options);
    enable("mysql.service", "[Service]\nExecStart=/usr/bin/" + String.join(" ", command) + "\n");
    Path units = folder.resolve("changes/etc/systemd/system");
    Files.createSymbolicLink(units.resolve("mariadb.service"), Path.of("/dev/null"));
  }

  /** Switches it on and waits until all that starts at boot has started. */
  public void boot() throws IOException {
    List<String> command = new ArrayList<>(OWN_NAMESPACES);
    command.addAll(List.of("/bin/sh", "-c", BOOT, "sh"));
    command.addAll(List.of(DebianRoot.get().toString(), folder.toString()));
    command.add(String.join(" ", groups.joined()));
    command.addAll(
        List.of(
            NSPAWN.toString(),
            "--quiet",
            "--register=no",
            "--keep-unit",
            "--private-network",
            "--link-journal=no",
            "--resolv-conf=off",
            "--timezone=off",
            "--machine=db1",
            "--directory=" + folder.resolve("root")));
    binds.forEach(bind -> command.add(bind.option()));
    command.add("--boot");
    process = GuardedProcess.start(folder, console(), command);
    awaitBoot(0);
  }

  /** Reboots it as {@code reboot} does. */
  public void reboot() throws IOException {
    long before = leader;
    run("systemctl", "reboot");
    awaitBoot(before);
  }

  private void awaitBoot(long before) throws IOException {
    boolean booted = Await.within(BOOT_LIMIT, () -> hasBooted(before) || !process.isAlive());
    if (!booted || !process.isAlive()) {
      String console = Files.readString(console());
      throw new IOException("the machine does not boot:\n" + console);
    }
  }

  private boolean hasBooted(long before) {
    Optional<ProcessHandle> systemd =
        ProcessHandle.of(process.pid())
            .flatMap(unshare -> unshare.children().findFirst())
            .flatMap(shell -> shell.children().findFirst())
            .flatMap(nspawn -> nspawn.children().findFirst());
    if (systemd.isEmpty() || systemd.get().pid() == before) {
      return false;
    }
    leader = systemd.get().pid();
    List<String> state = new ArrayList<>();
    try {
      Command.run(Path.of("/"), inside(List.of("systemctl", "is-system-running")), state::add);
    } catch (IOException e) {
      return false;
    }
    return state.contains("running") || state.contains("degraded");
  }

  private Path console() {
    return folder.resolve("console.log");
  }

  /** Runs a program in it as root and returns its output; it has to end with 0. */
  public String run(String... command) throws IOException {
    return Command.run(Path.of("/"), inside(List.of(command)));
  }

  /** Runs a script of bash in it as root and returns its output; it has to end with 0. */
  public String script(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-euc", script, "bash"));
    command.addAll(List.of(arguments));
    return Command.run(Path.of("/"), inside(command));
  }

  private List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--all", "--target=" + leader, "--"));
    all.addAll(List.of("env", "--ignore-environment", "HOME=/root", "PATH=/usr/sbin:/usr/bin"));
    all.addAll(command);
    return all;
  }

  /** The metrics that are served on its loopback device. */
  public Scrape scrape(int port) {
    try {
      String answer =
          script(
              """
              exec 3<>"/dev/tcp/127.0.0.1/$1"
              printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3
              cat <&3
              """,
              Integer.toString(port));
      int body = answer.indexOf("\n\n");
      return body < 0 ? Scrape.NONE : Scrape.ofText(answer.substring(body + 2));
    } catch (IOException e) {
      return Scrape.NONE;
    }
  }

  /** Switches it off at once and deletes its files. */
  @Override
  public void close() {
    try {
      if (process != null) {
        process.close();
      }
      groups.delete();
      Trees.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
