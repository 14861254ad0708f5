#!/bin/sh
# Leaves a command at work, started again when it ends: by systemd where it runs the machine, else in a session of its own.
# stay.sh NAME COMMAND…      stay.sh --stop NAME
set -eu
if [ "$1" = --stop ]; then
    name=$2
    if [ -d /run/systemd/system ]; then
        systemctl is-active --quiet "$name.service" || exit 0
        systemctl stop "$name.service"
    else
        [ -s "/run/$name.pid" ] || exit 0
        kill -- "-$(cat "/run/$name.pid")" 2>/dev/null || true
        rm -f "/run/$name.pid"
    fi
    echo "arrêté"
    exit
fi
name=$1
shift
if [ -d /run/systemd/system ]; then
    if systemctl is-active --quiet "$name.service"; then
        echo "déjà à l’œuvre"
        exit
    fi
    systemctl reset-failed "$name.service" 2>/dev/null || true
    systemd-run --quiet --unit="$name" --property=Restart=always --property=RestartSec=2 --setenv=HOME=/root "$@"
    echo "lancé"
    exit
fi
if [ -s "/run/$name.pid" ] && kill -0 "$(cat "/run/$name.pid")" 2>/dev/null; then
    echo "déjà à l’œuvre"
    exit
fi
setsid sh -c 'echo $$ >"$0"; while :; do "$@"; sleep 2; done' "/run/$name.pid" "$@" </dev/null >>"/var/log/$name.log" 2>&1 9>&- &
echo "lancé"
