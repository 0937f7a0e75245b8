#!/bin/sh
# container-engine.sh COMMAND... runs a command with a container engine and an image of a server, as
# far as they can be had.
#
# Where an engine answers and has, or can pull, mysql:8.4, that is used. Elsewhere, on Debian and as
# root: dockerd of the package docker.io, and an image of Debian's MariaDB. That engine ends with this
# script, also where the script is killed, and leaves the machine as it was: it makes no bridge, no
# rule of the firewall and forwards nothing, since its containers use the network of the machine.
set -eu

image=mysql:8.4
own_image=mysql-aborted-exporter/mariadb
here=$(cd "$(dirname "$0")" && pwd)
images=${XDG_CACHE_HOME:-$HOME/.cache}/mysql-aborted-exporter/images
# What dockerd and containerd make outside of the folders that they are given.
strays="/etc/docker/key.json /etc/docker /opt/containerd/bin /opt/containerd/lib /opt/containerd
  /run/docker/plugins /run/docker /run/containerd/s /run/containerd"
for cgroup in /sys/fs/cgroup/ /sys/fs/cgroup/*/; do
  strays="$strays ${cgroup}docker"
done

say() {
  echo "$*" >&2
}

answers() {
  docker info >/dev/null 2>&1
}

can_make_image() {
  [ "$(id -u)" = 0 ] && command -v mmdebstrap >/dev/null
}

can_start_engine() {
  can_make_image && command -v docker >/dev/null && command -v dockerd >/dev/null
}

# Starts an engine under a guard: in a session of its own, where no Ctrl-C comes, and with mounts of
# its own, which go when it goes. The guard's standard input is a pipe that only this shell holds open.
start_engine() {
  say "starting dockerd"
  # Short, for the names of sockets.
  engine=$(mktemp -d /tmp/mysql-aborted-exporter.XXXXXX)
  mkfifo "$engine/held"
  exec 9<>"$engine/held"
  setsid unshare --mount "$0" --guard "$engine" <"$engine/held" >"$engine/log" 2>&1 9>&- &
  guard=$!
  trap stop_engine EXIT
  export DOCKER_HOST="unix://$engine/docker.sock"
  for _ in $(seq 300); do
    answers && return
    kill -0 "$guard" 2>/dev/null || break
    sleep 0.2
  done
  say "dockerd does not start:"
  tail -n 5 "$engine/log" >&2
  return 1
}

stop_engine() {
  exec 9>&-
  wait "$guard" || say "the container engine did not end as it should"
}

# Runs dockerd in the folder until the standard input ends.
hold_engine() {
  engine=$1
  export DOCKER_HOST="unix://$engine/docker.sock"
  absent=
  for path in $strays; do
    [ -e "$path" ] || absent="$absent $path"
  done
  echo '{}' >"$engine/daemon.json"
  dockerd --config-file="$engine/daemon.json" --host="$DOCKER_HOST" --pidfile="$engine/pid" \
    --data-root="$engine/data" --exec-root="$engine/exec" \
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    </dev/null &
  dockerd=$!
  read -r _ || true
  docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes || true
  kill "$dockerd" || true
  wait "$dockerd" || true
  for path in $absent; do
    rmdir "$path" 2>/dev/null || [ -d "$path" ] || rm -f "$path"
  done
  # Of the mounts only, which nobody else sees, dockerd leaves one in its folder.
  umount "$engine"/exec/netns/* || true
  rm -rf "$engine"
}

has() {
  docker image inspect "$1" >/dev/null 2>&1
}

# The image in the engine of this script, which begins without any; what was fetched is kept.
provide_image() {
  mkdir -p "$images"
  kept=$images/mysql-8.4.tar
  if [ -e "$kept" ]; then
    docker load --quiet --input "$kept" >&2
  elif docker pull --quiet "$image" >&2; then
    docker save --output "$kept.$$" "$image"
    mv "$kept.$$" "$kept"
  else
    provide_own_image
  fi
}

provide_own_image() {
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  kept=$images/mariadb-$suite-$(cksum <"$here/mariadb-entrypoint.sh" | tr ' ' -).tar
  if [ ! -e "$kept" ]; then
    say "making the image $own_image of Debian's MariaDB"
    mkdir -p "$images"
    mmdebstrap --quiet --variant=apt --include=mariadb-server-core,mariadb-client-core \
      --customize-hook="copy-in $here/mariadb-entrypoint.sh /" \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
      --format=tar "$suite" "$kept.$$"
    mv "$kept.$$" "$kept"
  fi
  docker import --change 'ENTRYPOINT ["/mariadb-entrypoint.sh"]' --change 'EXPOSE 3306' \
    "$kept" "$own_image" >&2
  export MYSQL_IMAGE="$own_image"
  # What Testcontainers would use beside it, an image that removes containers, is not there either.
  export TESTCONTAINERS_RYUK_DISABLED=true
  export TESTCONTAINERS_CHECKS_DISABLE=true
  export TESTCONTAINERS_HOST_OVERRIDE=localhost
}

if [ "${1:-}" = --guard ]; then
  hold_engine "$2"
  exit
fi
if [ $# = 0 ]; then
  say "usage: $0 COMMAND..."
  exit 2
fi

trap 'exit 130' HUP INT TERM
if answers; then
  if has "$image" || docker pull --quiet "$image" >&2; then
    :
  elif can_make_image; then
    has "$own_image" || trap 'docker image rm "$own_image" >&2' EXIT
    provide_own_image
  else
    say "no $image: the tests that run a server in a container are left out"
    export MYSQL_IMAGE=none
  fi
elif can_start_engine; then
  start_engine
  provide_image
  export MYSQL_NETWORK=host
else
  say "no container engine: the tests that run a server in a container are left out"
fi
"$@" 9>&-
