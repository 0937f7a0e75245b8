#!/bin/sh
# Installs the Debian packages that are named, as far as they are missing: install-packages.sh NAME...
# NAME may be a file, as ./x.deb. Starts no service and leaves none to be started at the next boot,
# however it ends. Does nothing where there is no apt-get; needs root where something is missing.
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

# What a package's scripts ask before they start its service; 101 forbids it. One that is left behind
# by kill -9 forbids nothing.
policy=/usr/sbin/policy-rc.d
made_policy=

# By which systemd and init start services at boot.
boot_links() {
  find /etc/systemd/system /etc/rc?.d -type l 2>/dev/null | sort
}
before=$(boot_links)

finish() {
  boot_links | while read -r link; do
    # Not one that was there, nor one that went with the one before it.
    if ! printf '%s\n' "$before" | grep -Fqx "$link" && [ -L "$link" ]; then
      disable "$link"
    fi
  done
  [ -z "$made_policy" ] || rm -f "$policy"
}

# The links of init that stop a service, as K01docker, stay.
disable() {
  name=${1##*/}
  case $1 in
    /etc/rc*/S*) update-rc.d "${name#S??}" disable >&2 || true ;;
    /etc/systemd/*) systemctl disable "$name" >&2 || true ;;
  esac
}

trap finish EXIT
trap 'exit 130' HUP INT TERM
if [ ! -e "$policy" ] || grep -q mysql-aborted-exporter "$policy"; then
  made_policy=yes
  cat >"$policy" <<END
#!/bin/sh
# Of mysql-aborted-exporter's src/testkit/sh/install-packages.sh, while it runs.
kill -0 $$ 2>/dev/null && exit 101
exit 0
END
  chmod 755 "$policy"
fi

echo "installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >&2
# shellcheck disable=SC2086 # A list of packages.
apt-get install -q -y --no-install-recommends $missing >&2
