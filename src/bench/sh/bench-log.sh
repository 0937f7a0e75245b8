#!/bin/sh
# Measures reading an error log: ours beside ripgrep, grep and mtail, on two files of BENCH_SIZE
# megabytes (1000), in which 1 and 90 of a hundred records tell of an aborted connection.
set -eu

src/testkit/sh/install-packages.sh grep mtail ripgrep time >&2

exec java -cp "$BENCH_TEST_CLASSES" io.github.mysqlaborted.bench.LogBench target/bench \
  "${BENCH_SIZE:-1000}" "$BENCH_JAR:$BENCH_TEST_CLASSES" "$BENCH_TEST_CLASSES/bench/aborted.mtail"
