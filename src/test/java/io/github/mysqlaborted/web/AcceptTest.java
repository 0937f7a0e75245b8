package io.github.mysqlaborted.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | gzip | 1.0",
        "gzip;q=0 | gzip | 0.0",
        "br;q=1.0, gzip;q=0.8, *;q=0.1 | gzip | 0.8",
        "br, *;q=0.1 | gzip | 0.1",
        "deflate | gzip | 0.0",
        "'' | gzip | 0.0",
        "text/* ; q=0.3 | text/plain | 0.3",
        "text/*;q=0.3, text/plain;q=0.7, */* | text/plain | 0.7",
        "TEXT/PLAIN | text/plain | 1.0",
        "text/plain;charset=utf-8;q=0.5 | text/plain | 0.5",
        ",,text/plain;q=0.5,, | text/plain | 0.5",
      })
  void rates(String header, String name, double quality) {
    assertThat(Accept.parse(header).quality(name)).isEqualTo(quality);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.5 | 0.5",
        "application/openmetrics-text; version=\"1.0.0\" | 1.0",
        "application/openmetrics-text;version=0.0.1;q=0.75 | 0.0",
        "application/openmetrics-text;q=0.2 | 0.2",
      })
  void ratesAVersion(String header, double quality) {
    assertThat(Accept.parse(header).quality("application/openmetrics-text", "1.0.0"))
        .isEqualTo(quality);
  }
}
