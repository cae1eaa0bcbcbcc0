#!/bin/bash
# There is no network on this machine: what is asked for must be there already.
[ "$1" = install ] || exit 0
for package in "${@:2}"; do dpkg -s "$package" >/dev/null || { echo "$package is not installed here" >&2; exit 1; }; done
for package in "${@:2}"; do
  case $package in
    postgresql)
      mkdir -p /run/postgresql && chown postgres: /run/postgresql
      read -r version cluster _ < <(pg_lsclusters -h) || { version=$(ls /usr/lib/postgresql | tail -1) cluster=main; pg_createcluster "$version" main; }
      pg_ctlcluster "$version" "$cluster" start ;;
    nginx) systemctl start nginx ;;
  esac
done
