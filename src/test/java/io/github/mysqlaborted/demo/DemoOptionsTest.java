package io.github.mysqlaborted.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.harness.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DemoOptionsTest {

  @Test
  void takesAnEmptyValueForNotGiven() {
    assertThat(DemoOptions.parse("--server=", "--duration=")).isEqualTo(DemoOptions.parse());
    assertThat(DemoOptions.parse().server()).isEmpty();
    assertThat(DemoOptions.parse().duration()).isEmpty();
  }

  @Test
  void readsServerDurationAndJar() {
    DemoOptions options =
        DemoOptions.parse("--server=mariadb", "--duration=2m", "--exporter=x.jar");

    assertThat(options.server()).contains(ServerKind.MARIADB_11_4);
    assertThat(options.duration()).contains(Duration.ofMinutes(2));
    assertThat(options.exporter()).isEqualTo(Path.of("x.jar"));
  }

  @Test
  void saysWhatItAcceptsInstead() {
    assertThatThrownBy(() -> DemoOptions.parse("--server=oracle"))
        .hasMessage("SERVER=oracle: expected mysql or mariadb");
    assertThatThrownBy(() -> DemoOptions.parse("--duration=5"))
        .hasMessage("DURATION=5: expected a time as 30s, 5m, 1h");
    assertThatThrownBy(() -> DemoOptions.parse("--speed=5"))
        .hasMessage("--speed=5: expected --server, --duration or --exporter");
  }
}
