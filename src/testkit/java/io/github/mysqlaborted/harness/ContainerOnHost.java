package io.github.mysqlaborted.harness;

import java.util.List;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container on the network of this machine: the server itself listens on free loopback ports, and
 * no port is forwarded.
 */
final class ContainerOnHost extends MySQLContainer {
  private final int port = FreePort.find();
  private final int portOfX = FreePort.find();

  ContainerOnHost(DockerImageName image) {
    super(image);
    withNetworkMode("host");
    setExposedPorts(List.of());
  }

  /** What makes the server listen there. */
  List<String> options() {
    return List.of(
        "--bind-address=127.0.0.1",
        "--port=" + port,
        "--loose-mysqlx-bind-address=127.0.0.1",
        "--loose-mysqlx-port=" + portOfX);
  }

  @Override
  public Integer getMappedPort(int original) {
    return port;
  }
}
