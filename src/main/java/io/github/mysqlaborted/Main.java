package io.github.mysqlaborted;

/** Starts the exporter. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
