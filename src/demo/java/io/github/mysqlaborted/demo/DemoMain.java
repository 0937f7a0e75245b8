package io.github.mysqlaborted.demo;

import java.io.IOException;

/**
 * {@code make demo}. Exits with 0 only if every provoked cause was counted under its reason, also
 * after Ctrl-C; with 130 after a Ctrl-C that came before the first.
 */
final class DemoMain {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private DemoMain() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  @SuppressWarnings("SystemOut") // Who looks at it is at a terminal.
  private static int run(String... args) throws InterruptedException {
    DemoOptions options;
    try {
      options = DemoOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return USAGE;
    }
    try (Demo demo = new Demo(options, Screen.standard())) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  // A JVM that is interrupted would exit with 130, whatever the verdict.
                  () -> Runtime.getRuntime().halt(demo.end().orElse(Demo.INTERRUPTED)),
                  "end of demo"));
      return demo.run();
    } catch (IOException | RuntimeException e) {
      System.err.println(e.getMessage());
      return FAILED;
    }
  }
}
