#!/bin/sh
# Entry point of an image of Debian's MariaDB that is used as the official images are: the variables
# MYSQL_ROOT_PASSWORD, MYSQL_DATABASE, MYSQL_USER and MYSQL_PASSWORD, and options of the server.
set -eu

data=/var/lib/mysql
if [ ! -d "$data/mysql" ]; then
  mkdir -p "$data" /run/mysqld
  mariadb-install-db --user=root --datadir="$data" --skip-test-db \
    --auth-root-authentication-method=normal >/dev/null
  {
    # Those without a password, which would be taken before '%' on the network of the machine.
    echo "DROP USER IF EXISTS root@'127.0.0.1', root@'::1';"
    echo "CREATE USER root@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
    if [ -n "${MYSQL_DATABASE:-}" ]; then
      echo "CREATE DATABASE \`$MYSQL_DATABASE\`;"
    fi
    if [ -n "${MYSQL_USER:-}" ] && [ "$MYSQL_USER" != root ]; then
      echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '${MYSQL_PASSWORD:-}';"
      echo "GRANT ALL ON \`${MYSQL_DATABASE:-}\`.* TO '$MYSQL_USER'@'%';"
    fi
  } >/first-start.sql
  set -- --init-file=/first-start.sql "$@"
fi
exec mariadbd --user=root --datadir="$data" --bind-address=0.0.0.0 --port=3306 \
  --socket=/run/mysqld/mysqld.sock "$@"
