package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The faults of who says who it is and may not in. */
final class LoginFaults {
  private LoginFaults() {}

  static FaultClient noPrivilege(Server server) throws IOException {
    SampleData.Login limited = SampleData.LIMITED;
    return refused(server, limited.user(), limited.password(), SampleData.DATABASE);
  }

  static FaultClient unknownDatabase(Server server) throws IOException {
    return refused(server, SampleData.APP.user(), SampleData.APP.password(), "no_such_database");
  }

  static FaultClient wrongPassword(Server server) throws IOException {
    return refused(server, SampleData.APP.user(), "wrong", "");
  }

  static FaultClient noPassword(Server server) throws IOException {
    return refused(server, SampleData.APP.user(), "", "");
  }

  static FaultClient unknownUser(Server server) throws IOException {
    return refused(server, "ghost", "wrong", "");
  }

  static FaultClient locked(Server server) throws IOException {
    return refused(server, SampleData.LOCKED.user(), SampleData.LOCKED.password(), "");
  }

  static FaultClient expired(Server server) throws IOException {
    return refused(server, SampleData.EXPIRED.user(), SampleData.EXPIRED.password(), "");
  }

  private static FaultClient refused(Server server, String user, String password, String database)
      throws IOException {
    FaultClient client = FaultClient.connect(server);
    Reply reply = client.login(user.getBytes(StandardCharsets.UTF_8), password, database);
    if (reply.isOk()) {
      throw new IOException(server.kind() + " lets " + user + " in");
    }
    client.awaitClose();
    return client;
  }
}
