#!/usr/bin/env bash
# Keeps a database of this release, of either engine and with data of every
# kind, for the test that upgrades from each release. At the release:
#   make build && go run ./internal/devtools/withservices -- scripts/keep_database.sh 0.1
set -euo pipefail
cd "$(dirname "$0")/.."
kontor=$PWD/bin/kontor
to=internal/app/testdata/releases/$1
email=elena@vitosha.example password="quiet river 4711"
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

keep() { # name, address of an empty database
  local port base token
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  base=http://127.0.0.1:$port
  run() { exec env -i PATH="$PATH" DATA_DIR="$work/$1" DATABASE_URL="$2" LOG_DIR= BACKUP_AT= RATE_LIMIT_USER=off "$kontor" "${@:3}"; }
  run "$@" serve --addr "127.0.0.1:$port" 2>"$work/log" &
  server=$!
  for _ in $(seq 100); do "$kontor" health --url "$base" >/dev/null 2>&1 && break; sleep 0.1; done
  curl -fsS -o /dev/null "$base/setup" -d country=BG -d currency=EUR -d language=en --data-urlencode "workspace=Vitosha Instruments" \
    -d "email=$email" --data-urlencode "password=$password"
  (run "$@" demo --contacts 40 >/dev/null)
  token=$(run "$@" token create --email "$email" --name keep --scope read,write,export | tail -1)
  node scripts/fill_database.mjs "$base" "$token" "$email" "$password" || { cat "$work/log"; exit 1; }
  kill "$server"; wait "$server" || true
  server=
  (run "$@" backup --to "$work/$1.backup" >/dev/null)
  mkdir -p "$to"
  mv "$work/$1.backup"/kontor-*.tar.zst "$to/$1.tar.zst"
}

keep sqlite "sqlite:///$work/kontor.db"
psql -qX -d "$KONTOR_TEST_POSTGRES" -c "CREATE DATABASE kept TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
keep postgres "${KONTOR_TEST_POSTGRES/\/postgres/\/kept}"
ls -l "$to"
