#!/bin/sh
# What a host is, one "key=value" a line: read by `fleet check`. Plain sh: nothing may be installed yet.
# $1: address by which the console reaches this host, to find its network card.
say() { printf '%s=%s\n' "$1" "$2"; }
. /etc/os-release 2>/dev/null
say system "${ID:-} ${VERSION_ID:-}"
say architecture "$(dpkg --print-architecture 2>/dev/null || uname -m)"
say python "$(command -v python3 || true)"
say memory_kib "$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)"
say cores "$(getconf _NPROCESSORS_ONLN)"
home=${E5B_HOME:-$HOME/.e5b}
for name in home:"$home" engine:/var/lib/docker system:/opt; do
    folder=${name#*:}
    while [ ! -d "$folder" ]; do folder=${folder%/*}; folder=${folder:-/}; done
    say "free_kib_${name%%:*}" "$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')"
done
if [ -S /run/docker.sock ] && command -v docker >/dev/null; then
    say engine "$(docker version --format '{{.Server.Version}}' 2>/dev/null || true)"
else
    say engine ""
fi
say software "$(basename "$(readlink -f /opt/e5b/courant 2>/dev/null || true)")"
say command "$(command -v e5b || true)"
card=$(ip -o addr show to "$1" 2>/dev/null | awk 'NR == 1 { sub(/@.*/, "", $2); print $2 }')
say card "$card"
say speed_mbit "$(cat "/sys/class/net/$card/speed" 2>/dev/null || true)"
say timezone "$(cat /etc/timezone 2>/dev/null || readlink -f /etc/localtime | sed 's|.*/zoneinfo/||')"
say user "$(id -u)"
