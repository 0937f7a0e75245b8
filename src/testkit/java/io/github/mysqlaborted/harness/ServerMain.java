package io.github.mysqlaborted.harness;

/** Runs one server, for people and for tests of its end: {@code ServerMain MYSQL_8_0}. */
final class ServerMain {
  private ServerMain() {}

  /** Starts the server, prints its process id and address, and stays until it is ended. */
  @SuppressWarnings("SystemOut") // Its output is what it is for.
  public static void main(String[] args) throws InterruptedException {
    try (LocalServer server = LocalServer.start(ServerKind.valueOf(args[0]), Verbosity.FULL)) {
      System.out.println(server.pid() + " " + server.host() + ":" + server.port());
      Thread.currentThread().join();
    }
  }
}
