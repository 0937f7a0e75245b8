package io.github.mysqlaborted.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClientNetworkTest {

  @Test
  void isAnAddressOfIpv4() throws UnknownHostException {
    assertThat(of("192.0.2.1")).isEqualTo(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
    assertThat(of("::ffff:192.0.2.1")).isEqualTo(of("192.0.2.1"));
    assertThat(of("192.0.2.1")).hasToString("192.0.2.1");
  }

  @Test
  void isANetworkOfIpv6() throws UnknownHostException {
    assertThat(of("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(of("2001:db8:1:2::1"))
        .isNotEqualTo(of("2001:db8:1:3::1"));
    assertThat(of("2001:db8:1:2::1")).hasToString("2001:db8:1:2:0:0:0:0/64");
  }

  private static ClientNetwork of(String address) throws UnknownHostException {
    return ClientNetwork.of(InetAddress.getByName(address));
  }
}
