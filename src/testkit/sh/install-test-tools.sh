#!/bin/sh
# Installs what the tests run on a Debian machine, as far as it is missing: libraries of MySQL,
# Prometheus and Alertmanager, what writes and reads journals of systemd, what makes and boots a
# Debian, what sets the clock of one process, what
# makes networks, what makes and reads packages, a browser and what drives it, and a container engine if none answers. The tests
# fetch the servers themselves, into a cache.
# Starts no service. Does nothing where there is no apt-get; needs root where something is missing.
set -eu

wanted="chromium-driver faketime iproute2 jsonnet libaio1 libnuma1 logrotate man-db mmdebstrap prometheus prometheus-alertmanager rpm systemd
  systemd-container systemd-journal-remote"
if ! docker info >/dev/null 2>&1; then
  wanted="$wanted docker.io"
fi

# shellcheck disable=SC2086 # A list of packages.
exec "$(dirname "$0")/install-packages.sh" $wanted
