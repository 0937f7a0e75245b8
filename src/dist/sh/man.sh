#!/bin/sh
# Writes the man page to standard output, from what --help says: man.sh VERSION DATE. EXPORTER is the program to ask.
set -eu

version=$1
date=$2
# A width that breaks no line of a description.
export JAVA_OPTS="${JAVA_OPTS:-} -Dpicocli.usage.width=2000"

# Flags of one command: in picocli's help the name ends before column 29, or the description is on the next line.
options() {
  awk '
    function text(s) {
      gsub(/\\/, "\\e", s)
      gsub(/-/, "\\-", s)
      sub(/^[.'"'"']/, "\\\\\\&&", s)
      return s
    }
    /^[A-Z][a-z]*:$/ { inside = 1; next }
    /^ {6}\[LOG/ { inside = 1 }
    /^$/ { next }
    !inside { next }
    /^[^ ]/ { print ".PP"; print text($0); next }
    {
      name = $0; description = ""
      if (length($0) > 29 && substr($0, 29, 1) == " ") {
        name = substr($0, 1, 28); description = substr($0, 30)
      }
      gsub(/^ +| +$/, "", name); sub(/^ +/, "", description)
      if (name != "") { print ".TP"; print ".B " text(name) }
      if (description != "") print text(description)
    }'
}

cat <<END
.\\" Made from --help.
.TH MYSQL\\-ABORTED\\-EXPORTER 1 "$date" "mysql\\-aborted\\-exporter $version" "User Commands"
.SH NAME
mysql\\-aborted\\-exporter \\- Prometheus exporter that shows why MySQL and MariaDB connections are aborted
.SH SYNOPSIS
.B mysql\\-aborted\\-exporter
.RI [ serve ]\\ [ \\-\\-flag = value ]...
.br
.B mysql\\-aborted\\-exporter diagnose
.RI [ LOG ...]\\ [ \\-\\-flag = value ]...
.br
.B mysql\\-aborted\\-exporter explain
.RI [ LINE ]
.br
.B mysql\\-aborted\\-exporter health
.RI [ HOST : PORT ]
.SH DESCRIPTION
Without a command, or with
.BR serve ,
it serves the metrics of a server and its error log on port 10104.
.B diagnose
reports which causes explain the aborted connections in error logs.
.B explain
says what one record of an error log means, what it cannot mean, and what to check next; without
.IR LINE ,
it is read from standard input.
.B health
asks a running exporter whether it answers, without a certificate and without a password.
.SH FLAGS
END
"$EXPORTER" --help | options
echo ".SH FLAGS OF DIAGNOSE"
"$EXPORTER" diagnose --help | options
cat <<'END'
.SH EXIT STATUS
.TP
.B 1
invalid value or file
.TP
.B 2
unknown flag
.TP
.B 3
out of memory, or an essential thread died; with diagnose, \-\-fail\-on found what it names
.SH SIGNALS
SIGHUP reloads the option and password files.
.SH FILES
.TP
.I /etc/mysql\-aborted\-exporter/my.cnf
account of the service that the packages install
.TP
.I /etc/default/mysql\-aborted\-exporter
flags of that service
.TP
.I /var/lib/mysql\-aborted\-exporter
its positions and counters
.TP
.I /usr/share/mysql\-aborted\-exporter
alert rules, dashboards and runbooks
.SH SEE ALSO
.BR mysqld (8),
.BR prometheus (1)
END
