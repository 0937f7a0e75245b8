#!/bin/sh
# Installs the Debian packages that are named, as far as they are missing: install-packages.sh NAME...
# Starts no service. Does nothing where there is no apt-get; needs root where something is missing.
set -eu

command -v apt-get >/dev/null || exit 0

missing=
for package in "$@"; do
  if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing="$missing $package"
  fi
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
  echo "missing:$missing; as root: $0$missing" >&2
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
