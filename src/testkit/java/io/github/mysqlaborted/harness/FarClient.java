package io.github.mysqlaborted.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A session of a client in a {@link CutNetwork}: a process that logs in and sends what it is told,
 * and never says goodbye.
 */
public final class FarClient implements AutoCloseable {

  private final Process process;
  private final Writer input;
  private final long connectionId;

  private FarClient(Process process, long connectionId) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.connectionId = connectionId;
  }

  /** Logs in; {@code statements} are run before this returns. */
  public static FarClient loggedIn(CutNetwork network, int port, String... statements)
      throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FarClient.class.getName(),
            Integer.toString(port));
    Process process =
        new ProcessBuilder(network.ofClient(java))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String id = output.readLine();
    if (id == null) {
      throw new IOException("the client cannot log in");
    }
    FarClient client = new FarClient(process, Long.parseLong(id));
    for (String statement : statements) {
      client.send(statement);
      if (output.readLine() == null) {
        throw new IOException("no answer to " + statement);
      }
    }
    return client;
  }

  /** The server's id of the session. */
  public long connectionId() {
    return connectionId;
  }

  /** Sends a statement and does not wait for the answer. */
  public void send(String statement) throws IOException {
    input.write(statement + "\n");
    input.flush();
  }

  /** The client's process dies. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The other process: logs in, says its id, and sends each line that it is given. */
  @SuppressWarnings("SystemOut") // Its output is what it is for.
  public static void main(String[] args) throws IOException {
    FaultClient client =
        FaultClient.loggedIn(
            CutNetwork.SERVER, Integer.parseInt(args[0]), SampleData.APP, SampleData.DATABASE);
    System.out.println(client.connectionId());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      client.query(line);
      System.out.println("answered");
    }
  }
}
