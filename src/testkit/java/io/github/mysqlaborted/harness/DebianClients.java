package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.harness.SampleData.Login;
import java.io.IOException;
import java.time.Duration;

/** What Debian's own client does to the server of a {@link DebianMachine}, and what it suffers. */
public final class DebianClients {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  static final Login EXPORTER = new Login("exporter", "exporter-password");

  /** Starts a client and waits until it is logged in; its connection's id is then in {@code id}. */
  private static final String LOGIN =
      """
      coproc client {
        exec mariadb --host=127.0.0.1 --user=app --password=app-password --batch --skip-column-names \
          --unbuffered --database=shop
      }
      exec 3<&"${client[0]}" 4>&"${client[1]}"
      pid=$client_PID
      echo 'SELECT CONNECTION_ID();' >&4
      read -r id <&3
      """;

  /** Waits until the connection {@code id} is no more. */
  private static final String GONE =
      """
      while [ "$(mariadb --batch --skip-column-names --execute="SELECT COUNT(*)
          FROM information_schema.processlist WHERE id = $id")" != 0 ]; do :; done
      """;

  private final DebianMachine machine;

  public DebianClients(DebianMachine machine) {
    this.machine = machine;
  }

  /** Waits until the server answers. */
  public void awaitServer() {
    if (!Await.within(LIMIT, this::answers)) {
      throw new IllegalStateException("no server answers");
    }
  }

  private boolean answers() {
    try {
      execute("SELECT 1");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets MySQL 8 write its messages to syslog. */
  public void installSyslog() throws IOException {
    execute("INSTALL COMPONENT 'file://component_log_sink_syseventlog'");
  }

  /** Has MySQL 8 write its messages to syslog, and nothing else, until it is shut down. */
  public void logToSyslog() throws IOException {
    execute("SET GLOBAL log_error_services = 'log_filter_internal; log_sink_syseventlog'");
  }

  /** Makes an exporter's account, and an application's with a database. */
  public void makeAccounts() throws IOException {
    execute("CREATE DATABASE " + SampleData.DATABASE);
    execute(create(SampleData.APP));
    execute("GRANT ALL ON shop.* TO app@localhost");
    execute(create(EXPORTER));
  }

  private static String create(Login login) {
    return "CREATE USER " + login.user() + "@localhost IDENTIFIED BY '" + login.password() + "'";
  }

  /** Runs a statement as {@code root}. */
  private void execute(String sql) throws IOException {
    machine.run("mariadb", "--execute=" + sql);
  }

  /** A login with a wrong password, or by a name that there is not. */
  public void failLogin(String user) throws IOException {
    machine.script(
        """
        ! mariadb --host=127.0.0.1 --user="$1" --password=wrong --execute='SELECT 1'
        """,
        user);
  }

  /** A login to a database for which the account has no privilege. */
  public void failLoginToDatabase() throws IOException {
    machine.script(
        """
        ! mariadb --host=127.0.0.1 --user=app --password=app-password --database=mysql --execute='SELECT 1'
        """);
  }

  /** A client that is killed by {@code kill -9}. */
  public void vanish() throws IOException {
    machine.script(LOGIN + "kill -KILL $pid\n" + GONE);
  }

  /** A client that is idle for longer than its {@code wait_timeout}. */
  public void idle() throws IOException {
    machine.script(LOGIN + "echo 'SET SESSION wait_timeout = 1;' >&4\n" + GONE + "exec 4>&-\n");
  }

  /** A session that is ended by {@code KILL}, of which MariaDB's log is silent by default. */
  public void kill() throws IOException {
    machine.script(LOGIN + "mariadb --execute=\"KILL $id\"\n" + GONE + "exec 4>&-\n");
  }
}
