#!/bin/sh
# Measures what a scrape costs: ours beside Debian's prometheus-mysqld-exporter, on one MySQL 8.0.
# Each run lasts BENCH_SECONDS (30).
set -eu

src/testkit/sh/install-packages.sh libaio1 libnuma1 prometheus-mysqld-exporter wrk >&2

classpath=target/bench/test-classpath
if [ ! -e "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mvn --quiet --batch-mode --no-transfer-progress dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
fi

exec java -cp "$BENCH_TEST_CLASSES:target/classes:$(cat "$classpath")" \
  io.github.mysqlaborted.bench.scrape.ScrapeBench "$BENCH_JAR" "${BENCH_SECONDS:-30}" \
  "$BENCH_JAVA_FLAGS"
