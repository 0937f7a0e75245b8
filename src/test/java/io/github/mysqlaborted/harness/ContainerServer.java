package io.github.mysqlaborted.harness;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** A server in a container, where an engine answers. */
final class ContainerServer {
  private ContainerServer() {}

  /** Why there is none here; empty where there is. */
  static Optional<String> unavailableBecause() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no container engine answers");
  }
}
