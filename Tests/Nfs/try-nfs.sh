#!/usr/bin/env bash
# Tries the protocol on a real NFS server: boots Debian's kernel in an emulator, exports one directory there, mounts it twice, and lets
# native workers on both mounts work on jobs while they are killed and stopped and the server is restarted (guest.py). The ledger and the
# queue are the emulators of the tests, on this machine.
#
#   Tests/Nfs/try-nfs.sh [ROUNDS]
#
# It needs root (for debootstrap), qemu-system-x86, debootstrap, cpio, kmod, clang, Node.js and Java, and the emulators that a run of the
# tests on AWS leaves in ~/.cache/img-compress/emulators. What it makes is kept in WORK (/tmp/img-compress-nfs) for the next time.
set -euo pipefail

rounds=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${WORK:-/tmp/img-compress-nfs}
emulators=${XDG_CACHE_HOME:-$HOME/.cache}/img-compress/emulators
mkdir -p "$work"

if [ ! -e "$work/programs/img-compress-worker" ]; then
  for project in Enqueuer Worker; do
    dotnet publish -c Release "$root/$project" -p:PublishAot=true -o "$work/programs"
  done
fi

if [ ! -e "$work/guest/etc/debian_version" ]; then
  debootstrap --variant=minbase \
    --include=nfs-kernel-server,nfs-common,kmod,iproute2,python3,e2fsprogs,libssl3,libstdc++6,linux-image-cloud-amd64 \
    bookworm "$work/guest"
fi

guest=$work/guest
kernel=$(ls "$guest"/boot/vmlinuz-* | tail -1)
mkdir -p "$guest/programs"
cp "$work"/programs/{img-compress,img-compress-worker} "$work"/programs/*.so* "$guest/programs/"
cp "$here/guest.py" "$guest/guest.py"
install -m 755 "$here/init.sh" "$guest/init"
(cd "$guest" && find . -path ./boot -prune -o -path ./var/cache -prune -o -path ./usr/share/doc -prune -o -print0 \
  | cpio --null --create --format=newc --quiet) > "$work/guest.cpio"

# Each ends with the standard input that it gets here.
start() {
  mkfifo "$work/$1.stdin" "$work/$1.stdout" 2> /dev/null || true
  node "$root/Tests/Fixtures/Aws/emulator.mjs" "$1" "$emulators/$2" < "$work/$1.stdin" > "$work/$1.stdout" &
  exec {held}> "$work/$1.stdin"
  read -r _ port < "$work/$1.stdout"
}
start dynamodb-local "$(cd "$emulators" && ls -d amplify-dynamodb-simulator-* | tail -1)" && dynamodb=$port
start fauxqs "$(cd "$emulators" && ls -d fauxqs-* | tail -1)" && sqs=$port

# The machine's own processor, where it lets itself be used.
accelerator=${ACCELERATOR:-tcg -cpu max}
# shellcheck disable=SC2086 # Two words.
qemu-system-x86_64 -accel $accelerator -smp 2 -m 4096 -nodefaults -display none -serial stdio -no-reboot \
  -nic user,model=virtio-net-pci -kernel "$kernel" -initrd "$work/guest.cpio" \
  -append "console=ttyS0 panic=-1 quiet sqs=$sqs dynamodb=$dynamodb rounds=$rounds"
