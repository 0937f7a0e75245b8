#!/bin/sh
# Installs what the tests and the demo run on a Debian machine, as far as it is missing:
# libraries of MySQL, Prometheus and Alertmanager, what writes and reads journals of systemd, and a
# container engine if none answers.
# Starts no service. Does nothing where there is no apt-get; needs root where something is missing.
set -eu

command -v apt-get >/dev/null || exit 0

wanted="libaio1 libnuma1 prometheus prometheus-alertmanager systemd systemd-journal-remote"
if ! docker info >/dev/null 2>&1; then
  wanted="$wanted docker.io mmdebstrap"
fi

missing=
for package in $wanted; do
  if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing="$missing $package"
  fi
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
  echo "missing:$missing; as root: $0" >&2
  exit 1
fi

# What a package's scripts ask before they start its service; 101 forbids it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

echo "installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >&2
# shellcheck disable=SC2086 # A list of packages.
apt-get install -q -y --no-install-recommends $missing >&2
