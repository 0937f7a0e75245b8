#!/bin/sh
# Writes the program that packages and the image carry: program.sh JAR FOLDER. It is the launcher, the jar, a Java runtime
# and the archive of its classes.
#   JDK                 whose runtime it is
#   SOURCE_DATE_EPOCH   time of all files
set -eu

name=mysql-aborted-exporter
jar=$1
to=$2
. src/dist/sh/settle.sh

mkdir -p "$to/bin" "$to/lib"
cp deploy/bin/$name "$to/bin/"
cp "$jar" "$to/lib/$name.jar"
# What the classes use, and what is found by name only: elliptic curves for TLS (jdk.crypto.ec), processor time and
# file descriptors for process_* (jdk.management), signals (jdk.unsupported).
modules=$("$JDK/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release base "$jar")
"$JDK/bin/jlink" --add-modules "$modules,jdk.crypto.ec,jdk.management,jdk.unsupported" \
  --strip-java-debug-attributes --no-header-files --no-man-pages --output "$to/runtime"
rm -f "$to/runtime/bin/rmiregistry" "$to/runtime/bin/keytool"
# The archive knows the jar by its time.
settle "$to"

# For the same bytes: no random addresses. A container may not ask for that.
fixed='setarch --addr-no-randomize'
$fixed true 2>/dev/null || fixed=
# On one processor, interpreted, at fixed addresses and with counted hash codes, most archives are the same, but on a
# busy machine one in a few is not, and then like no other. So the first one that is made a second time is taken.
processor=$(taskset --cpu-list --pid $$ | sed 's/.*: //; s/[,-].*//')
sums=
for _ in 1 2 3 4 5 6 7 8; do
  rm -f "$to/lib/$name.jsa"
  said=$(
    exec 9<"$to/lib"
    # shellcheck disable=SC2086 # A command and its flag.
    taskset --cpu-list "$processor" $fixed \
      "$to/runtime/bin/java" -XX:+UseSerialGC -Xmx256m -Xint -XX:+UnlockExperimentalVMOptions -XX:hashCode=2 \
      -Xshare:dump -XX:SharedClassListFile=src/dist/classes.lst -XX:SharedArchiveFile="$to/lib/$name.jsa" \
      -cp "/proc/self/fd/9/$name.jar" 2>&1
  ) || {
    echo "$said" | tail -n 20 >&2
    exit 1
  }
  [ -n "$fixed" ] || break
  sum=$(sha256sum <"$to/lib/$name.jsa")
  case $sums in *"$sum"*) break ;; esac
  sums="$sums $sum"
done
settle "$to"
