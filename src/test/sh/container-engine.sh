#!/bin/sh
# A container engine and an image for the tests that run a server in a container.
#
#   container-engine.sh run COMMAND...  runs the command with both; ends the engine if it began here
#   container-engine.sh start           starts an engine if none answers, makes an image if needed
#   container-engine.sh stop            ends the engine that start began
#
# Where an engine answers and has, or can pull, mysql:8.4, that is used. Elsewhere, on Debian and as
# root: dockerd of the package docker.io, and an image of Debian's MariaDB.
set -eu

image=mysql:8.4
own_image=mysql-aborted-exporter/mariadb
here=$(cd "$(dirname "$0")" && pwd)
state=${XDG_CACHE_HOME:-$HOME/.cache}/mysql-aborted-exporter/engine
pidfile=$state/dockerd.pid

say() {
  echo "$*" >&2
}

answers() {
  docker info >/dev/null 2>&1
}

can_start_engine() {
  [ "$(id -u)" = 0 ] && command -v dockerd >/dev/null && command -v mmdebstrap >/dev/null
}

start_engine() {
  answers && return
  can_start_engine || { say "no container engine, and none can be started here"; return 1; }
  say "starting dockerd"
  mkdir -p "$state"
  # In a session of its own, so that Ctrl-C ends the command and then, in order, the engine.
  setsid dockerd --data-root="$state/data" --exec-root="$state/exec" --pidfile="$pidfile" \
    >"$state/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 150); do
    answers && return
    sleep 0.2
  done
  say "dockerd does not start:"
  tail -n 5 "$state/dockerd.log" >&2
  return 1
}

make_image() {
  docker image inspect "$image" >/dev/null 2>&1 && return
  docker pull --quiet "$image" >&2 && return
  image=$own_image
  docker image inspect "$image" >/dev/null 2>&1 && return
  say "making the image $image of Debian's MariaDB"
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mmdebstrap --quiet --variant=apt --include=mariadb-server-core,mariadb-client-core \
    --customize-hook="copy-in $here/mariadb-entrypoint.sh /" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    "$suite" - |
    docker import --change 'ENTRYPOINT ["/mariadb-entrypoint.sh"]' --change 'EXPOSE 3306' \
      - "$image" >&2
}

use_own_image() {
  # What Testcontainers would use beside it, an image that removes containers, is not there either;
  # the containers are removed with the engine.
  export MYSQL_IMAGE="$own_image"
  export TESTCONTAINERS_RYUK_DISABLED=true
  export TESTCONTAINERS_CHECKS_DISABLE=true
  export TESTCONTAINERS_HOST_OVERRIDE=localhost
}

stop_engine() {
  [ -e "$pidfile" ] || return 0
  pid=$(cat "$pidfile")
  docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes >/dev/null 2>&1 ||
    say "containers are left"
  kill "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
  done
}

case ${1:-} in
  run)
    shift
    if answers || can_start_engine; then
      answers || trap stop_engine EXIT
      trap 'exit 130' HUP INT TERM
      start_engine
      make_image
      [ "$image" = "$own_image" ] && use_own_image
    else
      say "no container engine: the tests that run a server in a container are left out"
    fi
    "$@"
    ;;
  start)
    start_engine
    make_image
    ;;
  stop) stop_engine ;;
  *)
    say "usage: $0 run COMMAND... | start | stop"
    exit 2
    ;;
esac
