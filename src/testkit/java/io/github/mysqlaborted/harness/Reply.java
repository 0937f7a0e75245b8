package io.github.mysqlaborted.harness;

import java.nio.charset.StandardCharsets;

/**
 * A server's answer.
 *
 * @param error the number of the error; 0 for none
 * @param message its text; empty for none
 */
public record Reply(int error, String message) {
  static final int ERR = 0xff;

  private static final Reply OK = new Reply(0, "");

  static Reply parse(byte[] payload) {
    if (payload.length < 3 || (payload[0] & 0xff) != ERR) {
      return OK;
    }
    int error = (payload[1] & 0xff) | (payload[2] & 0xff) << 8;
    return new Reply(error, new String(payload, 3, payload.length - 3, StandardCharsets.UTF_8));
  }

  public boolean isOk() {
    return error == 0;
  }
}
