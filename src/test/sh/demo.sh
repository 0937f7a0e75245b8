#!/bin/sh
# Builds what is out of date and runs the demo.
#   DURATION=30s     ends by itself, with exit status 0 only if all was counted that was provoked
#   SERVER=mariadb   or mysql; by default MySQL where it runs
set -eu
cd "$(dirname "$0")/../../.."

jar=target/mysql-aborted-exporter.jar
classpath=target/test-classpath

if [ ! -e "$classpath" ] || [ -n "$(find pom.xml src -newer "$classpath" -print -quit)" ]; then
  mvn --quiet --batch-mode --no-transfer-progress -DskipTests \
    package dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
  touch "$classpath"
fi

exec java -cp "target/test-classes:target/classes:$(cat "$classpath")" \
  io.github.mysqlaborted.demo.DemoMain \
  --exporter="$jar" --server="${SERVER:-}" --duration="${DURATION:-}"
