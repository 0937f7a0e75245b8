package io.github.mysqlaborted.web;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests are answered at once. The last few places are for networks that have none, so
 * that a client with many requests leaves room for others. Thread-safe.
 */
final class Places {

  private final int most;
  private final int keptFree;
  private final Map<ClientNetwork, Integer> taken = new HashMap<>();
  private int used;

  /**
   * @param keptFree how many of them only networks get that have none
   */
  Places(int most, int keptFree) {
    this.most = most;
    this.keptFree = keptFree;
  }

  /** Takes one, if there is one for this network. */
  synchronized boolean take(ClientNetwork network) {
    boolean hasOne = taken.containsKey(network);
    if (used >= (hasOne ? most - keptFree : most)) {
      return false;
    }
    taken.merge(network, 1, Integer::sum);
    used++;
    return true;
  }

  /** Gives one back. */
  synchronized void give(ClientNetwork network) {
    taken.compute(network, (key, number) -> number == null || number == 1 ? null : number - 1);
    used--;
  }
}
