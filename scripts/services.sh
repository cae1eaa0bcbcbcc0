#!/usr/bin/env bash
# Installs what the tests need: PostgreSQL, Redis, nginx, certbot, systemd's judge of units, Chromium,
# vdirsyncer, an S3 server and promtool. On Debian and Ubuntu it does so itself; elsewhere it says what to install.
set -euo pipefail

"$(dirname "$0")/versitygw.sh" >/dev/null
"$(dirname "$0")/promtool.sh" >/dev/null

missing=()
have() { command -v "$1" >/dev/null 2>&1; }
have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
have redis-server || missing+=(redis-server)
have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx)
have systemd-analyze || missing+=(systemd)
have certbot || missing+=(certbot)
have ip || missing+=(iproute2)
have vdirsyncer || missing+=(vdirsyncer)
have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! have apt-get; then
  echo "The tests need: ${missing[*]}. Install them with your system's package manager." >&2
  exit 1
fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
  have sudo || { echo "The tests need: ${missing[*]}. Run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  sudo=sudo
fi
echo "Installing ${missing[*]}"
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
