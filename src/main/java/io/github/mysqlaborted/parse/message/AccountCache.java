package io.github.mysqlaborted.parse.message;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.parse.format.Bytes;
import java.util.Arrays;

/**
 * Remembers decoded accounts by their bytes: a log names the same few over and over. Of a fixed
 * size, each entry of a bounded one; what does not fit is decoded anew.
 */
final class AccountCache {

  /** For a log with many accounts. */
  static final int SLOTS = 1024;

  private static final int LONGEST = 320;

  private final byte[][] keys;
  private final Account[] accounts;

  /**
   * @param slots how many accounts it remembers at most: a power of two
   */
  AccountCache(int slots) {
    keys = new byte[slots][];
    accounts = new Account[slots];
  }

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
    long hash = length;
    int at = dbFrom;
    for (; at + 8 <= hostTo; at += 8) {
      long mixed = (hash ^ Bytes.word(bytes, at)) * 0x9E3779B97F4A7C15L;
      hash = mixed ^ (mixed >>> 32);
    }
    for (; at < hostTo; at++) {
      hash = 31 * hash + bytes[at];
    }
    int slot = (int) (hash ^ (hash >>> 20)) & (keys.length - 1);
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
