package io.github.mysqlaborted.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that make a server small, quick and independent of the machine's own. */
final class ServerOptions {
  private ServerOptions() {}

  /** What a server needs to find its files, the same at each start on the same data. */
  static List<String> always(Distribution distribution, Path data) {
    List<String> options = new ArrayList<>();
    options.add("--no-defaults");
    options.add("--basedir=" + distribution.base());
    options.add("--datadir=" + data);
    options.add("--lc-messages-dir=" + distribution.messages());
    options.add("--character-sets-dir=" + distribution.messages().resolve("charsets"));
    options.add("--innodb-buffer-pool-size=32M");
    options.add("--innodb-use-native-aio=0");
    options.add("--innodb-doublewrite=0");
    options.add("--innodb-flush-log-at-trx-commit=0");
    options.add("--innodb-flush-method=nosync");
    switch (distribution.dialect()) {
      case MYSQL_8 ->
          options.addAll(
              List.of("--mysqlx=OFF", "--skip-log-bin", "--innodb-redo-log-capacity=8388608"));
      case MYSQL_5_5, MYSQL_5_6 -> options.add("--innodb-log-file-size=8M");
      // From 11.4 on, MariaDB makes a key and a certificate at each start, which takes seconds.
      case MARIADB -> options.addAll(List.of("--innodb-log-file-size=8M", "--skip-ssl"));
    }
    if (System.getProperty("user.name").equals("root")) {
      options.add("--user=root");
    }
    return options;
  }
}
