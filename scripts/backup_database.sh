#!/bin/sh
# Makes a verified backup, for cron where BACKUP_AT is empty:
#   0 2 * * *  kontor  /usr/share/kontor/backup_database.sh
# Settings are read from /etc/kontor/kontor.env, or from the file that is named.
set -eu
env_file=${1:-/etc/kontor/kontor.env}
if [ -r "$env_file" ]; then
  set -a
  . "$env_file"
  set +a
fi
cd "${DATA_DIR:-/var/lib/kontor}"
exec "${KONTOR:-kontor}" backup
