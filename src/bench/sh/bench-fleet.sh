#!/bin/sh
# Measures what 1, 100 and 500 targets of /probe cost, and 500 of which some are dead or silent.
# Takes seven minutes: each target is probed every 15 seconds, six times.
set -eu

: "${BENCH_JAR:=target/mysql-aborted-exporter.jar}"
: "${BENCH_TEST_CLASSES:=target/test-classes}"
classpath=target/test-classpath

if [ ! -e "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mvn --quiet --batch-mode --no-transfer-progress \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
fi
exec java -cp "$BENCH_TEST_CLASSES:target/classes:$(cat "$classpath")" \
  io.github.mysqlaborted.fleet.FleetBenchmark "$BENCH_JAR"
