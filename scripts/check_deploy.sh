#!/usr/bin/env bash
# Judges what lies in deploy/ as far as one machine can: the units, the package
# in a scratch root, and nginx with TLS in front of two nodes that are
# restarted one after the other while pages are asked for. What is not
# installed is named.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
pids=()
finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; exit 1; }
absent() { echo "----  $1 is not installed: not looked at"; }
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

for f in deploy/heroku/app.json deploy/aws/ecs-task.json deploy/grafana/kontor.json; do
  node -e 'JSON.parse(require("fs").readFileSync(process.argv[1]))' "$f" || fail "$f"
done
ok "JSON"

if command -v dpkg-deb >/dev/null; then
  deb=$(ls -t build/kontor_*.deb 2>/dev/null | head -1)
  [ -n "$deb" ] || { scripts/deb.sh "$(git describe --tags --always)" >/dev/null; deb=$(ls -t build/kontor_*.deb | head -1); }
  dpkg-deb -x "$deb" "$work/root"
  "$work/root/usr/bin/kontor" version >/dev/null
  (cd "$work" && env -i PATH="$PATH" DATA_DIR="$work/pkg" "$work/root/usr/bin/kontor" backup >/dev/null)
  [ "$(stat -c %a "$work/root/etc/kontor/kontor.env")" = 640 ] || fail "the settings of the package can be read by all"
  ok "package: $(basename "$deb"), $(($(stat -c %s "$deb") / 1000000)) MB"
  if command -v systemd-analyze >/dev/null; then
    cp "$work"/root/lib/systemd/system/kontor*.service "$work"
    sed -i "s|/usr/bin/kontor|$work/root/usr/bin/kontor|; s|^Documentation=.*||" "$work"/kontor*.service
    out=$(systemd-analyze verify --man=no "$work/kontor.service" "$work/kontor-web@.service" "$work/kontor-worker@.service" 2>&1 | grep kontor || true)
    [ -z "$out" ] || fail "units: $out"
    ok "systemd units"
  else absent systemd-analyze; fi
else absent dpkg-deb; fi

nginx=${NGINX_BIN:-$(command -v nginx || true)}
if [ -n "$nginx" ]; then
  https=$(free_port) one=$(free_port) two=$(free_port)
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=crm.example.com -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  mkdir -p "$work/n"
  {
    echo "daemon off; pid $work/n/pid; error_log $work/n/error.log;"
    if [ "$(id -u)" -eq 0 ]; then echo "user root;"; fi
    echo "events {} http { access_log off;"
    for t in client_body proxy fastcgi uwsgi scgi; do echo "${t}_temp_path $work/n/$t;"; done
    sed -e "s|listen 443 ssl http2|listen 127.0.0.1:$https ssl http2|" -e "/listen 80;/s|80|127.0.0.1:$(free_port)|" \
        -e "s|/etc/letsencrypt/live/crm.example.com/fullchain.pem|$work/cert.pem|" -e "s|/etc/letsencrypt/live/crm.example.com/privkey.pem|$work/key.pem|" \
        -e "s|127.0.0.1:8000 max|127.0.0.1:$one max|" -e "s|# A second node: server 127.0.0.1:8001|server 127.0.0.1:$two|" deploy/nginx/kontor.conf
    echo "}"
  } >"$work/nginx.conf"
  "$nginx" -t -c "$work/nginx.conf" 2>"$work/t" || fail "nginx: $(cat "$work/t")"
  node_on() { # port
    env -i PATH="$PATH" DATA_DIR="$work/data" LOG_DIR="$work/logs" SITE_URL=https://crm.example.com ALLOWED_HOSTS=crm.example.com \
      SECRET_KEY=0123456789abcdef0123456789abcdef BILLING=off AI=off TRUSTED_PROXIES=127.0.0.1 DRAIN_SECONDS=1 bin/kontor serve --addr "127.0.0.1:$1" >>"$work/out" 2>&1 &
    started=$!
    pids+=("$started")
    for _ in $(seq 200); do bin/kontor health --url "http://127.0.0.1:$1" >/dev/null 2>&1 && return; sleep 0.1; done
    cat "$work/out"; fail "the node on port $1 does not start"
  }
  node_on "$one"; first=$started
  node_on "$two"; second=$started
  "$nginx" -c "$work/nginx.conf" & pids+=($!)
  ask() { curl -sk --max-time 20 --resolve "crm.example.com:$https:127.0.0.1" -o "$work/body" -w '%{http_code}' "https://crm.example.com:$https$1"; }
  for _ in $(seq 50); do [ "$(ask /health/live || true)" = 204 ] && break; sleep 0.1; done
  [ "$(ask /health/)" = 200 ] && ! grep -q details "$work/body" || fail "health through nginx: $(cat "$work/body")"
  [ "$(ask /metrics)" = 404 ] || fail "metrics are open through nginx"
  [ "$(ask /login)" -lt 400 ] || fail "a page through nginx"
  ok "nginx with TLS"
  (while [ ! -e "$work/enough" ]; do ask /login >>"$work/codes" || echo -n failed >>"$work/codes"; echo >>"$work/codes"; done) & asker=$!
  kill -TERM "$first"; wait "$first" || fail "the first node did not stop well"
  node_on "$one"
  kill -TERM "$second"; wait "$second" || fail "the second node did not stop well"
  node_on "$two"
  touch "$work/enough"; wait "$asker"
  bad=$(grep -cvE '^(200|303)$' "$work/codes" || true)
  [ "$bad" = 0 ] || fail "rolling restart: $bad of $(wc -l <"$work/codes") requests failed: $(sort "$work/codes" | uniq -c)"
  ok "rolling restart of two nodes: $(wc -l <"$work/codes") requests, none failed"
else absent nginx; fi

if command -v promtool >/dev/null; then promtool check rules deploy/prometheus/alerts.yml >/dev/null && ok "alert rules"; else absent promtool; fi
if docker compose version >/dev/null 2>&1; then
  for f in simple scale; do
    SITE=crm.example.com SECRET_KEY=x POSTGRES_PASSWORD=x docker compose -f deploy/compose.$f.yml config -q || fail "deploy/compose.$f.yml"
  done
  ok "compose files"
else absent "docker compose"; fi
