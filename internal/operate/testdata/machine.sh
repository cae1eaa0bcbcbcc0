#!/bin/bash
# Makes a machine for the test of the guide and runs a script on it:
#   unshare --mount --net --pid --fork --kill-child machine.sh FOLDER MACHINE SCRIPT [MACHINE SCRIPT…]
# A machine is a root laid over the one of this machine; nothing that happens
# on it is left here. FOLDER/in is /in there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
mount --make-rprivate /
mount -t tmpfs -o size=3g tmpfs "$folder/disk"
ip link set lo up
while [ $# -gt 0 ]; do
  root=$folder/disk/$1/root
  mkdir -p "$folder/disk/$1"/{up,work,root}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/disk/$1/up,workdir=$folder/disk/$1/work" "$root"
  mount --bind /dev "$root/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/run"
  mkdir -p "$root/in"
  mount --bind "$folder/in" "$root/in"
  for tool in sudo systemctl apt-get; do install -m 755 "$here/$tool.sh" "$root/usr/local/bin/$tool"; done
  chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 bash -euo pipefail "/in/$2"
  shift 2
done
