#!/bin/sh
# Measures the delay from a record in the log to its count, and what the exporter uses of a
# processor while the log is quiet, over BENCH_IDLE seconds (60).
set -eu

# For the exporter; the JVM that measures has them too.
export JDK_JAVA_OPTIONS="$BENCH_JAVA_FLAGS"

exec java -cp "$BENCH_TEST_CLASSES" io.github.mysqlaborted.bench.IdleBench "$BENCH_JAR" \
  "${BENCH_IDLE:-60}"
