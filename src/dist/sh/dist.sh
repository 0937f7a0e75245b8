#!/bin/sh
# Writes all that is released: dist.sh JAR BOM FOLDER. JAR is the shaded jar, BOM its bill of materials.
#   JDK                 whose runtime is shipped; else the one of `java`. Its C library is the oldest that users may have
#   SOURCE_DATE_EPOCH   time of all files; else that of the commit
#   VERSION             else what the jar says
# The same JAR, BOM, JDK and time give the same bytes.
set -eu

jar=$(readlink -f "$1")
bom=$(readlink -f "$2")
mkdir -p "$3"
out=$(readlink -f "$3")
cd "$(dirname "$0")/../../.."

umask 022
export LC_ALL=C TZ=UTC
name=mysql-aborted-exporter
export JDK="${JDK:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
version=${VERSION:-$("$JDK/bin/java" -jar "$jar" --version | sed -n 's/.*, version \([^ ]*\) .*/\1/p')}
# Before the release it is named after, as dpkg and rpm sort.
package_version=$(echo "$version" | sed 's/-/~/')
deb_arch=$(dpkg --print-architecture)

for tool in "$JDK/bin/jlink" dpkg-deb rpmbuild setarch taskset; do
  command -v "$tool" >/dev/null || {
    echo "$tool is not there" >&2
    exit 1
  }
done

# The archive of classes has the path of the runtime in it, so that it has to be the same for each build.
work=/tmp/$name-dist
mkdir -m 700 "$work" || {
  echo "another build is running, or was ended by force: then remove $work" >&2
  exit 1
}
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

. src/dist/sh/settle.sh

# What Prometheus, Alertmanager and Grafana read.
share() {
  mkdir -p "$1/alerts/templates" "$1/dashboards" "$1/runbooks" "$1/prometheus"
  cp alerts/*.rules.yml alerts/alertmanager.yml "$1/alerts/"
  cp alerts/templates/* "$1/alerts/templates/"
  cp deploy/prometheus-operator/*.yaml "$1/alerts/"
  cp grafana/dashboards/*.json "$1/dashboards/"
  cp docs/runbooks/*.md "$1/runbooks/"
  cp deploy/prometheus/*.yml "$1/prometheus/"
}

licences() {
  mkdir -p "$1"
  cp LICENSE NOTICE "$1/"
}

echo "runtime and archive of classes" >&2
src/dist/sh/program.sh "$jar" "$work/program"
man=$work/$name.1
EXPORTER="$work/program/bin/$name" src/dist/sh/man.sh "$version" "$(date --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" >"$man"
completions=$work/completions
"$JDK/bin/java" -cp "$jar" src/dist/java/Completions.java >"$completions"

cp "$jar" "$out/$name-$version.jar"
cp "$bom" "$out/$name-$version.cdx.json"

echo "tar.gz" >&2
folder=$name-$version-linux-$deb_arch
cp -a "$work/program" "$work/$folder"
share "$work/$folder/share"
licences "$work/$folder"
mkdir -p "$work/$folder/share/man/man1" "$work/$folder/share/bash-completion/completions" "$work/$folder/deploy"
cp "$man" "$work/$folder/share/man/man1/"
cp "$completions" "$work/$folder/share/bash-completion/completions/$name"
cp -r deploy/systemd deploy/default deploy/my.cnf "$work/$folder/deploy/"
cp README.md CHANGELOG.md "$work/$folder/"
settle "$work/$folder"
tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --directory="$work" "$folder" |
  gzip --no-name -6 >"$out/$folder.tar.gz"
rm -rf "${work:?}/$folder"

echo "chart" >&2
mkdir "$work/chart"
# With the rules and dashboards themselves in place of the links to them.
cp -rL "deploy/helm/$name" "$work/chart/$name"
licences "$work/chart/$name"
settle "$work/chart"
tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --directory="$work/chart" "$name" |
  gzip --no-name -9 >"$out/$name-chart-$version.tgz"

# The tree of both kinds of package; the unit is at $2.
tree() {
  mkdir -p "$1/usr/lib" "$1/usr/bin" "$1/usr/share/man/man1" "$1/usr/share/bash-completion/completions" "$1/etc/default" "$1$2"
  cp -a "$work/program" "$1/usr/lib/$name"
  ln -s "../lib/$name/bin/$name" "$1/usr/bin/$name"
  share "$1/usr/share/$name"
  cp deploy/my.cnf "$1/usr/share/$name/"
  cp deploy/systemd/$name.service "$1$2/"
  cp deploy/default/$name "$1/etc/default/"
  gzip --no-name -9 <"$man" >"$1/usr/share/man/man1/$name.1.gz"
  cp "$completions" "$1/usr/share/bash-completion/completions/$name"
  licences "$1/usr/share/doc/$name"
  gzip --no-name -9 <CHANGELOG.md >"$1/usr/share/doc/$name/changelog.gz"
}

echo "deb" >&2
deb=$work/deb
tree "$deb" /lib/systemd/system
cat >"$deb/usr/share/doc/$name/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: $name

Files: *
Copyright: 2026 the contributors of $name
License: Apache-2.0
 The full text is in /usr/share/common-licenses/Apache-2.0 and in LICENSE here. NOTICE names what the
 jar carries and its licences.

Files: usr/lib/$name/runtime/*
Copyright: Oracle and/or its affiliates, and others
License: GPL-2 with the Classpath Exception
 The texts are in /usr/lib/$name/runtime/legal.
END
mkdir "$deb/DEBIAN"
cp src/dist/deb/postinst src/dist/deb/prerm src/dist/deb/postrm "$deb/DEBIAN/"
echo "/etc/default/$name" >"$deb/DEBIAN/conffiles"
settle "$deb"
(cd "$deb" && find usr lib etc -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
sed -e "s/@VERSION@/$package_version/" -e "s/@ARCH@/$deb_arch/" \
  -e "s/@SIZE@/$(du --apparent-size -s -k --exclude=DEBIAN "$deb" | cut -f 1)/" \
  src/dist/deb/control >"$deb/DEBIAN/control"
settle "$deb"
dpkg-deb --root-owner-group --threads-max=1 -Zxz -z2 --build "$deb" \
  "$out/${name}_${package_version}_$deb_arch.deb" >&2
rm -rf "$deb"

echo "rpm" >&2
case $deb_arch in
  amd64) rpm_arch=x86_64 ;;
  arm64) rpm_arch=aarch64 ;;
  *) rpm_arch=$deb_arch ;;
esac
tree "$work/rpm-root" /usr/lib/systemd/system
# Where the servers of these distributions have their socket.
mkdir -p "$work/rpm-root/etc/$name"
sed 's|/run/mysqld/mysqld.sock|/var/lib/mysql/mysql.sock|' deploy/my.cnf >"$work/rpm-root/etc/$name/my.cnf"
settle "$work/rpm-root"
rpmbuild -bb --quiet --target "$rpm_arch" --define "_topdir $work/rpm" --define "_rpmdir $work/rpms" \
  --define "package_version $package_version" --define "tree $work/rpm-root" \
  --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" \
  --define "_buildhost localhost" --define "_dbpath $work/rpmdb" src/dist/rpm/$name.spec >"$work/rpm.log" 2>&1 || {
  cat "$work/rpm.log" >&2
  exit 1
}
cp "$work"/rpms/"$rpm_arch"/*.rpm "$out/"

(cd "$out" && find . -maxdepth 1 -type f -name "$name[-_]*" -printf '%P\n' | sort | xargs sha256sum) >"$work/sums"
cp "$work/sums" "$out/SHA256SUMS"
find "$out" -maxdepth 1 -type f -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
