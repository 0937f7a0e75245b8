#!/bin/sh
# Writes src/dist/classes.lst, the classes that the class archive of `make dist` holds: those that the exporter loads
# while it watches a MySQL by TCP with TLS and by its socket, is reloaded, and diagnoses a log. After `make build`.
set -eu
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
server=
exporter=
finish() {
  [ -z "$exporter" ] || kill "$exporter" || true
  [ -z "$server" ] || kill "$server" || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' HUP INT TERM

mvn --quiet --batch-mode --offline dependency:build-classpath -Dmdep.includeScope=test \
  -Dmdep.outputFile="$work/classpath" >&2
java -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
  io.github.mysqlaborted.harness.ServerMain MYSQL_8_0 >"$work/server" &
server=$!
while [ ! -s "$work/server" ]; do sleep 1; done
read -r pid address <"$work/server"
folder=$(readlink -f "/proc/$pid/cwd/..")
[ -e "$folder/error.log" ] || folder=$(readlink -f "/proc/$pid/cwd")

lists=0
run() {
  lists=$((lists + 1))
  JAVA_OPTS="-Xshare:off -XX:DumpLoadedClassList=$work/$lists.lst" \
    EXPORTER_JAR=target/mysql-aborted-exporter.jar deploy/bin/mysql-aborted-exporter "$@"
}

watch() {
  printf '[client]\nuser=root\n%b' "$1" >"$work/my.cnf"
  lists=$((lists + 1))
  JAVA_OPTS="-Xshare:off -XX:DumpLoadedClassList=$work/$lists.lst" \
    EXPORTER_JAR=target/mysql-aborted-exporter.jar deploy/bin/mysql-aborted-exporter \
    --config.my-cnf="$work/my.cnf" --errorlog.file="$folder/error.log" --state.directory="$work/state" \
    --web.listen-address=127.0.0.1:18104 &
  exporter=$!
  until curl --silent --compressed http://127.0.0.1:18104/metrics | grep '^mysql_up 1' >/dev/null; do sleep 0.2; done
  sleep 3
  curl --silent http://127.0.0.1:18104/metrics >"$work/metrics"
  curl --silent --header 'Accept: application/openmetrics-text' http://127.0.0.1:18104/metrics >"$work/metrics"
  curl --silent http://127.0.0.1:18104/ >"$work/page"
  curl --silent http://127.0.0.1:18104/diagnosis >"$work/diagnosis"
  kill -HUP "$exporter"
  sleep 2
  kill "$exporter"
  wait "$exporter" || true
  exporter=
}

watch "host=127.0.0.1\nport=${address##*:}\nssl-mode=VERIFY_CA\nssl-ca=$folder/data/ca.pem\n"
watch "socket=$folder/socket\n"
run diagnose "$folder/error.log" >"$work/report"
run --help >"$work/help"

# Generated lambda classes are left out: with them no two archives are the same.
cat "$work"/*.lst | grep -v '^[#@]' | sed 's/ .*//' | awk '!seen[$0]++' >src/dist/classes.lst
wc -l src/dist/classes.lst
