#!/bin/sh
# Measures what a look at the open sessions (--collect.sessions) costs a MySQL 8.0.
set -eu

ulimit -n 20000
exec java -Xmx2g -cp "$BENCH_TEST_CLASSES:$BENCH_JAR" io.github.mysqlaborted.bench.SessionsBench
