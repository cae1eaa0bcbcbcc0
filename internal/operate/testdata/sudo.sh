#!/bin/bash
# sudo, for root: another user, or nobody else.
if [ "$1" = -u ]; then exec runuser -u "$2" -- "${@:3}"; fi
exec "$@"
