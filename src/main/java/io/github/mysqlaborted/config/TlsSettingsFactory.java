package io.github.mysqlaborted.config;

import io.github.mysqlaborted.config.MyCnf.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code ssl-} options as the MySQL clients do: {@code ssl-ca} without {@code ssl-mode}
 * asks for {@link SslMode#VERIFY_CA}, and the modes that verify want {@code ssl-ca}.
 */
final class TlsSettingsFactory {
  private final MyCnf myCnf;
  private final List<String> groups;

  TlsSettingsFactory(MyCnf myCnf, List<String> groups) {
    this.myCnf = myCnf;
    this.groups = groups;
  }

  TlsSettings create() throws ConfigException {
    Optional<Path> ca = file("ssl-ca");
    Optional<Path> certificate = file("ssl-cert");
    Optional<Path> key = file("ssl-key");
    SslMode mode = mode(ca.isPresent());
    if (mode.verifies() && ca.isEmpty()) {
      throw new ConfigException(place("ssl-mode") + mode + " requires ssl-ca");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigException(
          certificate.isPresent()
              ? place("ssl-cert") + "ssl-cert requires ssl-key"
              : place("ssl-key") + "ssl-key requires ssl-cert");
    }
    return new TlsSettings(mode, ca, certificate, key);
  }

  private SslMode mode(boolean hasCa) throws ConfigException {
    Optional<Option> option = myCnf.option(groups, "ssl-mode");
    if (option.isEmpty()) {
      return hasCa ? SslMode.VERIFY_CA : SslMode.PREFERRED;
    }
    String text = option.get().text("ssl-mode");
    return SslMode.parse(text)
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        "%s: ssl-mode: found '%s', accepted: %s",
                        option.get().place(), text, SslMode.accepted())));
  }

  private Optional<Path> file(String name) throws ConfigException {
    Optional<Option> option = myCnf.option(groups, name);
    if (option.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(option.get().text(name));
    if (!Files.isReadable(file)) {
      throw new ConfigException(place(name) + name + ": " + file + " cannot be read");
    }
    return Optional.of(file);
  }

  private String place(String name) {
    return myCnf.option(groups, name).map(option -> option.place() + ": ").orElse("");
  }
}
