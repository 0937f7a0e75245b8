#!/bin/sh
# Measures resident memory (RSS), its share of what is shared (PSS) and processor time after BENCH_SECONDS (3600) of a scrape
# every 5 s, with 100 records a second in the log: ours as the .tar.gz has it, with TLS to a MySQL 8.0, each with the flags of
# BENCH_VARIANTS (lines of NAME=JAVA_OPTS), beside Debian's mysqld_exporter and mtail.
set -eu

. src/bench/sh/light.sh
light_server
light_writer
seconds=${BENCH_SECONDS:-3600}

measure() {
  light_start "$1"
  light_answer "$1"
  end=$(($(date +%s) + seconds))
  before=$(light_ticks)
  while [ "$(date +%s)" -lt "$end" ]; do
    sleep 5
    light_answer "$1"
  done
  printf '%-28s RSS %5.1f MiB  PSS %5.1f MiB  processor %.2f %%\n' "$2" \
    "$(light_kib Rss)" "$(light_kib Pss)" "$(echo "$(light_ticks) $before $seconds" | awk '{print ($1 - $2) / $3}')"
  light_stop
}

printf '%s\n' "${BENCH_VARIANTS:-as shipped=}" | while IFS='=' read -r name flags; do
  JAVA_OPTS=$flags measure tar.gz "$name"
done
measure mysqld_exporter mysqld_exporter
measure mtail mtail
