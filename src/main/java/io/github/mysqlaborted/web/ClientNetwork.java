package io.github.mysqlaborted.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whoever shares a limit: an IPv4 address, or the 64 bits of an IPv6 address that name a network,
 * since one machine may use all addresses of such a network. Many machines behind one translating
 * gateway (NAT) are one of these.
 *
 * @param address an IPv4 address, or an IPv6 address whose last 64 bits are 0
 */
record ClientNetwork(InetAddress address) {

  private static final int BYTES_OF_NETWORK = 8;

  static ClientNetwork of(InetAddress client) {
    if (!(client instanceof Inet6Address)) {
      return new ClientNetwork(client);
    }
    byte[] bytes = client.getAddress();
    Arrays.fill(bytes, BYTES_OF_NETWORK, bytes.length, (byte) 0);
    try {
      return new ClientNetwork(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + (address instanceof Inet6Address ? "/64" : "");
  }
}
