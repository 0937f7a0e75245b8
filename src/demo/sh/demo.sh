#!/bin/sh
# Builds what is out of date and runs the demo.
#   DURATION=30s     ends by itself; else Ctrl-C does
#   SERVER=mariadb   or mysql; by default MySQL where it runs
# The exit status is 0 only if all was counted that was provoked.
set -eu
cd "$(dirname "$0")/../../.."

jar=target/mysql-aborted-exporter.jar
classpath=target/test-classpath
log=target/demo-build.log

say() {
  echo "$*" >&2
}

is_current() {
  [ -e "$classpath" ] && [ -z "$(find pom.xml src -newer "$classpath" -print -quit)" ]
}

# Maven's output goes to a file; what it is at is said every five seconds.
build() {
  say "building $jar, which takes a minute or two,"
  say "the first time more, while Maven fetches what it needs"
  mkdir -p target
  begin=$(date +%s)
  mvn --batch-mode -DskipTests package dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$classpath" >"$log" 2>&1 &
  maven=$!
  trap 'kill "$maven"; say "the build was ended"; exit 130' HUP INT TERM
  while sleep 5 && kill -0 "$maven" 2>/dev/null; do
    say "$(($(date +%s) - begin)) s, $(progress)"
  done
  if ! wait "$maven"; then
    say "the build failed; $log ends so:"
    tail -n 30 "$log" >&2
    exit 1
  fi
  trap - HUP INT TERM
  touch "$classpath"
}

# The goal that Maven is at, and how many files it has fetched.
progress() {
  goal=$(sed -n 's/^\[INFO\] --- \([^ ]*\) .*/\1/p' "$log" | tail -n 1)
  fetched=$(grep -c '^Downloaded from\|^\[INFO\] Downloaded from' "$log" || true)
  echo "$fetched files fetched, at ${goal:-the start of Maven}"
}

if ! is_current; then
  # Of two that are started at once, the second waits for the first.
  exec 8<pom.xml
  ! command -v flock >/dev/null || flock 8
  is_current || build
  exec 8<&-
fi

if [ "$(id -u)" = 0 ]; then
  src/testkit/sh/install-packages.sh prometheus prometheus-alertmanager ||
    say "without Prometheus and Alertmanager there are no notifications"
fi

# At a terminal, Ctrl-C goes to the demo alone, so that its verdict is the exit status, of make too.
if [ -t 0 ] && [ -t 1 ]; then
  set -m
fi
java -cp "target/test-classes:target/classes:$(cat "$classpath")" \
  io.github.mysqlaborted.demo.DemoMain \
  --exporter="$jar" --server="${SERVER:-}" --duration="${DURATION:-}"
