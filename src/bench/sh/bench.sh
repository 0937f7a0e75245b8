#!/bin/sh
# Runs parts of the benchmark: src/bench/sh/bench-PART.sh of each PART named, or of all there are.
# A part installs the tools that it compares with, keeps its files in target/bench and prints what
# it measured. BENCH_TEST_CLASSES is where the compiled test classes are, BENCH_JAR the exporter, and
# BENCH_JAVA_FLAGS are for a JVM that is to be small: those of deploy/bin/mysql-aborted-exporter.
set -eu

cd "$(dirname "$0")/../../.."
export BENCH_JAR=target/mysql-aborted-exporter.jar
export BENCH_TEST_CLASSES=target/test-classes
mkdir -p target/bench/java/bin
# What the launcher would start.
printf '#!/bin/sh\nfor word; do case $word in -X*) echo "$word" ;; esac; done\n' >target/bench/java/bin/java
chmod +x target/bench/java/bin/java
small=$(JAVA_HOME=target/bench/java deploy/bin/mysql-aborted-exporter | tr '\n' ' ')
export BENCH_JAVA_FLAGS="${BENCH_JAVA_FLAGS:-$small}"

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
