package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.Account;
import java.util.Arrays;

/**
 * Remembers decoded accounts by their bytes: a log names the same few over and over. Of a fixed
 * size, each entry of a bounded one; what does not fit is decoded anew.
 */
final class AccountCache {

  private static final int SLOTS = 1024;
  private static final int LONGEST = 320;

  private final byte[][] keys = new byte[SLOTS][];
  private final Account[] accounts = new Account[SLOTS];

  /**
   * The account whose parts lie in {@code bytes}, in the order db, user, host.
   *
   * @param dbFrom the beginning of the whole range
   * @param hostTo its end
   */
  Account get(
      byte[] bytes, int dbFrom, int dbTo, int userFrom, int userTo, int hostFrom, int hostTo) {
    int length = hostTo - dbFrom;
    if (length > LONGEST) {
      return decode(bytes, dbFrom, dbTo, userFrom, userTo, hostFrom, hostTo);
    }
    int hash = userFrom - dbFrom;
    for (int i = dbFrom; i < hostTo; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    byte[] key = keys[slot];
    if (key != null && Arrays.equals(key, 0, key.length, bytes, dbFrom, hostTo)) {
      return accounts[slot];
    }
    Account account = decode(bytes, dbFrom, dbTo, userFrom, userTo, hostFrom, hostTo);
    keys[slot] = Arrays.copyOfRange(bytes, dbFrom, hostTo);
    accounts[slot] = account;
    return account;
  }

  private static Account decode(
      byte[] bytes, int dbFrom, int dbTo, int userFrom, int userTo, int hostFrom, int hostTo) {
    return new Account(
        Bytes.decode(bytes, userFrom, userTo),
        Bytes.decode(bytes, hostFrom, hostTo),
        Bytes.decode(bytes, dbFrom, dbTo));
  }
}
