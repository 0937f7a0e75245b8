package io.github.mysqlaborted.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private final Places places = new Places(4, 2);

  @Test
  void keepsTheLastFewForThoseWhoHaveNone() throws Exception {
    ClientNetwork greedy = network("192.0.2.1");
    assertThat(places.take(greedy)).isTrue();
    assertThat(places.take(greedy)).isTrue();
    assertThat(places.take(greedy)).isFalse();

    assertThat(places.take(network("192.0.2.2"))).isTrue();
    assertThat(places.take(network("192.0.2.2"))).isFalse();
    assertThat(places.take(network("192.0.2.3"))).isTrue();
    assertThat(places.take(network("192.0.2.4"))).isFalse();

    places.give(greedy);
    assertThat(places.take(greedy)).isFalse();
    assertThat(places.take(network("192.0.2.4"))).isTrue();
  }

  @Test
  void forgetsThoseWhoHaveGivenAllBack() throws Exception {
    ClientNetwork one = network("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      assertThat(places.take(one)).isTrue();
      places.give(one);
    }
    assertThat(places.take(network("192.0.2.2"))).isTrue();
    assertThat(places.take(network("192.0.2.3"))).isTrue();
    assertThat(places.take(one)).isTrue();
  }

  private static ClientNetwork network(String address) throws Exception {
    return ClientNetwork.of(InetAddress.getByName(address));
  }
}
