#!/bin/sh
# Runs parts of the benchmark: src/bench/sh/bench-PART.sh of each PART named, or of all there are.
# A part installs the tools that it compares with, keeps its files in target/bench and prints what
# it measured. BENCH_TEST_CLASSES is where the compiled test classes are, BENCH_JAR the exporter, and
# BENCH_JAVA_FLAGS are for a JVM that is to be small: those of the Dockerfile and the systemd unit.
set -eu

cd "$(dirname "$0")/../../.."
export BENCH_JAR=target/mysql-aborted-exporter.jar
export BENCH_TEST_CLASSES=target/test-classes
small="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xms8m -Xmn4m"
export BENCH_JAVA_FLAGS="${BENCH_JAVA_FLAGS:-$small}"
mkdir -p target/bench

if [ $# = 0 ]; then
  for script in src/bench/sh/bench-*.sh; do
    name=${script##*/bench-}
    set -- "$@" "${name%.sh}"
  done
fi
for part in "$@"; do
  if [ ! -x "src/bench/sh/bench-$part.sh" ]; then
    echo "there is no src/bench/sh/bench-$part.sh" >&2
    exit 2
  fi
done
for part in "$@"; do
  "src/bench/sh/bench-$part.sh"
done
