package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MixinRulesTest {
  /** With {@code -Dgenerate=true} the file is written first: {@code make generate}. */
  @BeforeAll
  static void write() throws IOException {
    if (Boolean.getBoolean("generate")) {
      MixinRules.write();
    }
  }

  @Test
  void areMadeFromTheRuleFileAsItIsNow() throws IOException {
    assertThat(Files.readString(MixinRules.FILE))
        .as("stale: run make generate")
        .isEqualTo(MixinRules.json());
    assertThat(Yaml.read(MixinRules.FILE)).isEqualTo(Yaml.read(AlertFiles.RULES));
  }
}
