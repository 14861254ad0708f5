#!/bin/sh
# Proves a kit: a bare Debian 12 (debootstrap) with no network at all, from the kit to a first candidate's page.
# Usage, as root: sh tools/fresh-install.sh KIT EMPREINTE [FOLDER]
# The machine is a folder with namespaces of its own (processes, mounts, network: loopback only) and its own engine.
set -eu
kit=$(readlink -f -- "$1")
fingerprint=$2
root=${3:-$(mktemp -d /var/tmp/e5b-fresh-XXXXXX)}
[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase bookworm "$root" >&2

if [ -z "${E5B_INSIDE:-}" ]; then
    export E5B_INSIDE=1
    exec unshare --mount --pid --net --fork sh "$0" "$kit" "$fingerprint" "$root"
fi
ip link set lo up
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs run "$root/run"
mkdir -p "$root/media/kit"
mount --bind -o ro "$kit" "$root/media/kit"
cat >"$root/root/steps.sh" <<'STEPS'
set -eu
trap 'kill $(cat /run/docker.pid 2>/dev/null) 2>/dev/null; sleep 3' EXIT
now() {
    cut -d' ' -f1 /proc/uptime
}
echo "réseaux :" $(sed -n 's/^ *\([^:]*\):.*/\1/p' /proc/net/dev)
began=$(now)
sh /media/kit/installer.sh --key "$1"
installed=$(now)
printf 'numéro,nom,prénom,commission,CMS,sujet,tiers-temps\n1042,ROUX,Zoé,12,WordPress,A,non\n' >/root/liste.csv
e5b up --roster /root/liste.csv --host 127.0.0.1 --no-pdf
ready=$(now)
python3 -c '
import re, sys, urllib.request
began, installed, ready = map(float, sys.argv[1:])
page = urllib.request.urlopen("http://127.0.0.1:8001/").read().decode()
print("page :", re.search("<title>(.*?)</title>", page)[1])
print(f"installation {installed - began:.0f} s, du kit au premier candidat {ready - began:.0f} s")
' "$began" "$installed" "$ready"
sh /media/kit/installer.sh
e5b down --all --force
STEPS
exec chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    sh /root/steps.sh "$fingerprint"
