#!/bin/sh
# Runs parts of the benchmark: src/test/sh/bench-PART.sh of each PART named, or of all there are.
# A part installs the tools that it compares with, keeps its files in target/bench and prints what
# it measured. BENCH_TEST_CLASSES is where the compiled test classes are, BENCH_JAR the exporter.
set -eu

cd "$(dirname "$0")/../../.."
export BENCH_JAR=target/mysql-aborted-exporter.jar
export BENCH_TEST_CLASSES=target/test-classes
mkdir -p target/bench

if [ $# = 0 ]; then
  for script in src/test/sh/bench-*.sh; do
    name=${script##*/bench-}
    set -- "$@" "${name%.sh}"
  done
fi
for part in "$@"; do
  if [ ! -x "src/test/sh/bench-$part.sh" ]; then
    echo "there is no src/test/sh/bench-$part.sh" >&2
    exit 2
  fi
done
for part in "$@"; do
  "src/test/sh/bench-$part.sh"
done
