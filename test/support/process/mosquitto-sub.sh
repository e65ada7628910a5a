#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/mosquitto-sub.mjs" "$@"
