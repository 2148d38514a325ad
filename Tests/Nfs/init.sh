#!/bin/sh
# The guest's first process: mounts, network, guest.py, and off.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mount -t tmpfs none /tmp
mount -t tmpfs none /run
for module in virtio_pci virtio_net loop nfsd nfs nfsv4; do
  modprobe "$module"
done
ip link set lo up
ip link set eth0 up
ip address add 10.0.2.15/24 dev eth0
ip route add default via 10.0.2.2
export $(cat /proc/cmdline | tr ' ' '\n' | grep -E '^(sqs|dynamodb|rounds)=')
python3 -u /guest.py
echo o > /proc/sysrq-trigger
sleep 10
