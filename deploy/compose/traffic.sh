#!/usr/bin/env bash
# Provokes, over and over, each cause of aborted connections that a client can provoke. Not here:
# the network's causes, which need a broken network, and a blocked host, which would end this script.
set -uo pipefail

host=${TRAFFIC_HOST:-mysql}
port=${TRAFFIC_PORT:-3306}
pause=${TRAFFIC_PAUSE:-4}
rounds=${TRAFFIC_ROUNDS:-0}
root_password=${MYSQL_ROOT_PASSWORD:?}

client() { # USER PASSWORD ARGUMENTS...
  local user=$1 password=$2
  shift 2
  MYSQL_PWD=$password exec mysql --no-defaults --protocol=tcp --host="$host" --port="$port" \
    --user="$user" "$@" >/dev/null 2>&1
}

# A session whose statements come from a pipe that stays open; its id is in $session.
open_session() { # ARGUMENTS...
  coproc SESSION { client web demo-web --unbuffered "$@" shop; }
  session=$SESSION_PID
  sleep 1
}

# Ends a client at once, without a word to the server.
end() { # PID
  kill -KILL "$1"
  wait "$1" 2>/dev/null
}

not_closed() {
  open_session
  end "$session"
}

idle_timeout() {
  open_session --init-command='SET SESSION wait_timeout = 1'
  sleep 2
  end "$session"
}

died_mid_transfer() {
  (client web demo-web --quick --execute="WITH RECURSIVE n AS
    (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900)
    SELECT REPEAT('x', 1000) FROM n AS a JOIN n AS b" shop) &
  sleep 0.3
  end $!
}

no_privilege() { (client report demo-report --execute='SELECT 1' shop); }

wrong_password() { (client web "not-it-$RANDOM" --execute='SELECT 1'); }

account_locked() { (client former demo-former --execute='SELECT 1'); }

# The server may hang up on what it reads: bash in parentheses takes the signal for it.
bad_connect_packet() (
  exec 3<>"/dev/tcp/$host/$port" || return
  printf 'GET / HTTP/1.0\r\n\r\n' >&3
  sleep 1
)

connect_timeout() (
  exec 3<>"/dev/tcp/$host/$port" || return
  sleep 5
)

packet_too_large() {
  (
    {
      printf "SELECT LENGTH('"
      head -c 2000000 /dev/zero | tr '\0' x
      printf "');\n"
    } | client web demo-web --max-allowed-packet=16M shop
  )
}

killed() {
  open_session
  (client root "$root_password" --execute="SELECT CONCAT('KILL ', MAX(id)) INTO @kill FROM
    performance_schema.processlist WHERE user = 'web'; PREPARE k FROM @kill; EXECUTE k")
  end "$session"
}

health_check() (
  exec 3<>"/dev/tcp/$host/$port"
)

too_many_connections() {
  local i
  for i in {1..45}; do
    (client web demo-web --execute='DO SLEEP(2)') &
  done
  wait
}

round=0
while ((rounds == 0 || round < rounds)); do
  for cause in not_closed idle_timeout died_mid_transfer no_privilege wrong_password \
    account_locked bad_connect_packet connect_timeout packet_too_large killed health_check; do
    echo "$cause"
    "$cause"
    sleep "$pause"
  done
  if ((round % 5 == 4)); then
    echo too_many_connections
    too_many_connections
  fi
  round=$((round + 1))
done
