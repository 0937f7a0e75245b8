#!/bin/sh
# Watches a real server for DURATION (60m; as 90s, 10m, 1h) while faults happen at random: server restarts, rotations, network
# cuts, aborted connections, hostile logins, clients that ask at the same time. Ends with status 1 unless all events were
# counted and neither memory nor threads nor open files grew. SEED is for a run that was seen before.
set -eu

cd "$(dirname "$0")/../../.."
classpath=target/bench/test-classpath
mkdir -p target/bench
if [ ! -e "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mvn --quiet --batch-mode --no-transfer-progress \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
fi
duration=$(echo "${DURATION:-60m}" | tr hms HMS)
exec java -cp "target/test-classes:target/classes:$(cat "$classpath")" io.github.mysqlaborted.soak.Soak \
  target/mysql-aborted-exporter.jar "PT$duration" "${SEED:-$(date +%s)}"
