#!/bin/sh
# Measures the time, and the processor time, from the command to the first answer of /metrics, BENCH_RUNS times (5) each:
# ours as the .tar.gz has it with a log alone, the same with a MySQL 8.0 and TLS, ours by the machine's Java, beside
# Debian's mysqld_exporter and mtail.
set -eu

. src/bench/sh/light.sh
light_server

# Of a list of numbers.
median() {
  # shellcheck disable=SC2086 # A list.
  printf '%s\n' $1 | sort -n | awk '{all[NR] = $1} END {print all[int((NR + 1) / 2)]}'
}

for contender in log tar.gz jar mysqld_exporter mtail; do
  times=
  ticks=
  for _ in $(seq "${BENCH_RUNS:-5}"); do
    begin=$(date +%s%N)
    light_start "$contender"
    light_answer "$contender"
    times="$times $((($(date +%s%N) - begin) / 1000000))"
    ticks="$ticks $(light_ticks)"
    light_stop
  done
  printf '%-16s median %s ms, processor %s0 ms\n' "$contender" "$(median "$times")" "$(median "$ticks")"
done
