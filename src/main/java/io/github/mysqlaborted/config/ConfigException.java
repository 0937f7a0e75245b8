package io.github.mysqlaborted.config;

/**
 * Something in the configuration that cannot be honoured. The message is one line for the user: the
 * flag, or the file and line, what was found and what is accepted; never a secret.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
