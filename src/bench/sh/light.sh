# For bench-start.sh and bench-memory.sh: a server, its log, and the programs that are compared. All of them end with the
# script.
src/testkit/sh/install-packages.sh curl libaio1 libnuma1 mtail prometheus-mysqld-exporter >&2

light=$(mktemp -d)
light_pids=
light_pid=
light_finish() {
  # shellcheck disable=SC2086 # A list of processes.
  kill $light_pid $light_pids 2>/dev/null || true
  rm -rf "$light"
}
trap light_finish EXIT
trap 'exit 130' HUP INT TERM

# A MySQL 8.0 with TLS; $light/error.log is its log, of which the programs read a copy that light_writer adds to.
light_server() {
  JDK=${JDK:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")} SOURCE_DATE_EPOCH=1 \
    src/dist/sh/program.sh "$BENCH_JAR" "$light/program"
  classpath=target/bench/test-classpath
  if [ ! -e "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
    mvn --quiet --batch-mode --no-transfer-progress \
      dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
  fi
  java -cp "$BENCH_TEST_CLASSES:target/classes:$(cat "$classpath")" \
    io.github.mysqlaborted.harness.ServerMain MYSQL_8_0 >"$light/server" &
  light_pids="$light_pids $!"
  while [ ! -s "$light/server" ]; do sleep 0.2; done
  read -r _ address <"$light/server"
  : >"$light/error.log"
  # Those of root: the server is the script's own, and dies with it.
  printf '[client]\nuser=root\nhost=127.0.0.1\nport=%s\n' "${address##*:}" >"$light/my.cnf"
  chmod 600 "$light/my.cnf"
}

# 100 records of aborted connections a second.
light_writer() {
  (
    id=0
    while :; do
      now=$(date -u +%Y-%m-%dT%H:%M:%S)
      for _ in $(seq 100); do
        id=$((id + 1))
        printf "%s.000000Z %d [Note] [MY-010914] [Server] Aborted connection %d to db: 'shop' user: 'app%d' host: '10.0.0.7' (Got an error reading communication packets).\n" \
          "$now" "$id" "$id" "$((id % 50))"
      done >>"$light/error.log"
      sleep 1
    done
  ) &
  light_pids="$light_pids $!"
}

# tar.gz and jar are ours, with a server and its log; log is the tar.gz without a server.
light_start() {
  set -- "$1" --errorlog.file="$light/error.log" --web.listen-address=127.0.0.1:18105
  case $1 in
    tar.gz)
      shift
      "$light/program/bin/mysql-aborted-exporter" --config.my-cnf="$light/my.cnf" "$@" 2>"$light/said" &
      ;;
    log)
      shift
      "$light/program/bin/mysql-aborted-exporter" --no-mysqld "$@" 2>"$light/said" &
      ;;
    jar)
      shift
      java -jar "$BENCH_JAR" --config.my-cnf="$light/my.cnf" "$@" 2>"$light/said" &
      ;;
    mysqld_exporter)
      DATA_SOURCE_NAME="root@($address)/" prometheus-mysqld-exporter --web.listen-address=127.0.0.1:18105 \
        2>"$light/said" &
      ;;
    mtail)
      mtail --progs=src/bench/resources/bench/aborted.mtail --logs="$light/error.log" --log_dir="$light" \
        --address=127.0.0.1 --port=18105 2>"$light/said" &
      ;;
  esac
  light_pid=$!
}

# Returns once there was a whole answer; of an exporter of MySQL, one of the server.
light_answer() {
  case $1 in
    log) wanted='^mysql_error_log_readable.* 1' ;;
    mtail) wanted='^[a-z]' ;;
    *) wanted='^mysql_up 1' ;;
  esac
  until curl --silent --compressed --max-time 5 http://127.0.0.1:18105/metrics | grep "$wanted" >/dev/null; do
    kill -0 "$light_pid" || {
      cat "$light/said" >&2
      exit 1
    }
    sleep 0.01
  done
}

light_stop() {
  kill "$light_pid"
  wait "$light_pid" || true
  light_pid=
}

# Mebibytes of a line of smaps_rollup.
light_kib() {
  awk -v name="$1:" '$1 == name {print $2 / 1024}' "/proc/$light_pid/smaps_rollup"
}

# Processor time so far, in hundredths of a second.
light_ticks() {
  awk '{sub(/.*\) /, ""); print $12 + $13}' "/proc/$light_pid/stat"
}
