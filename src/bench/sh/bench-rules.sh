#!/bin/sh
# Measures what the rules of alerts/ cost a Prometheus with 1, 50 and 500 servers. Takes ten minutes.
# RULES names other rule files to compare with, such as those of an earlier commit; SERVERS other numbers.
set -eu

src/testkit/sh/install-packages.sh prometheus
rm -rf target/bench/rules
# shellcheck disable=SC2086 # A list of files.
exec java -Xmx2g -cp "$BENCH_TEST_CLASSES:$BENCH_JAR" \
  io.github.mysqlaborted.dashboards.RulesBench target/bench/rules "${SERVERS:-1 50 500}" \
  alerts/mysql-aborted-connections.rules.yml ${RULES:-}
