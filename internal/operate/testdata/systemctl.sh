#!/bin/bash
# Runs units as they say, where there is no systemd: ExecStart as User, in
# WorkingDirectory, with the settings of EnvironmentFile and nothing else.
verb=$1
shift
[ "${1:-}" = --now ] && shift

start() { # unit
  [ "$1" = nginx ] && { nginx; return; }
  local template=${1%@*} instance=${1#*@} file
  file=/lib/systemd/system/$1.service
  [ "$template" = "$1" ] || file=/lib/systemd/system/$template@.service
  value() { sed -n "s/^$1=//p" "$file" | sed "s/%i/$instance/g"; }
  mapfile -t settings < <(grep -E '^[A-Z_]+=' "$(value EnvironmentFile)")
  cd "$(value WorkingDirectory)" || exit 1
  setsid runuser -u "$(value User)" -- env -i PATH="$PATH" "${settings[@]}" $(value ExecStart) >"/run/$1.log" 2>&1 </dev/null &
  echo $! >"/run/$1.pid"
}
stop() { # unit
  [ "$1" = nginx ] && { nginx -s quit; return; }
  pkill -TERM -P "$(cat "/run/$1.pid")" && while pgrep -P "$(cat "/run/$1.pid")" >/dev/null; do sleep 0.1; done
}
for unit in "$@"; do
  case $verb in
    enable | start) start "$unit" ;;
    stop) stop "$unit" ;;
    restart) stop "$unit"; start "$unit" ;;
    reload) nginx -s reload ;;
  esac
done
