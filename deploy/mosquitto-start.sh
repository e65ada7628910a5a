#!/bin/sh
# Starts the broker's container: hashes the passwords of the environment into a file that only this process may read, then runs the broker.
# Plain sh, for the official image.
set -eu
umask 077

: "${MQTT_SERVICE_PASSWORD:?set it in .env, see .env.example}"

# Devices and simulators write under this campus only.
campus=${MQTT_CAMPUS:-park}
case $campus in
  *[!A-Za-z0-9_.:-]*) echo "MQTT_CAMPUS is the id of the campus (letters, digits and _ . : -): \"$campus\" is not" >&2; exit 2 ;;
esac

config=/mosquitto/config
data=/mosquitto/data
run=/run/mosquitto

# Devices: `mosquitto_passwd -b /mosquitto/data/devices DEVICE PASSWORD`, then a restart of the broker.
touch "$data/devices"

# In a file, because the list of processes shows arguments.
printf 'campus:%s\n' "$MQTT_SERVICE_PASSWORD" > "$run/passwords"
if [ -n "${MQTT_SIMULATOR_PASSWORD:-}" ]; then
  printf 'simulator:%s\n' "$MQTT_SIMULATOR_PASSWORD" >> "$run/passwords"
fi
# The health check has a user of its own: with the name of the service it would end the connection of the service.
health=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
printf '%s' "$health" > "$run/health"
printf 'health:%s\n' "$health" >> "$run/passwords"
mosquitto_passwd -U "$run/passwords"
# No device may log in with a name to which the access list grants more.
grep -v -e '^campus:' -e '^simulator:' -e '^health:' "$data/devices" >> "$run/passwords" || true

# A copy, because the broker refuses a list that others own or may read.
sed "s/@CAMPUS@/$campus/g" "$config/mosquitto.acl" > "$run/acl"

unset MQTT_SERVICE_PASSWORD MQTT_SIMULATOR_PASSWORD
exec mosquitto -c "$config/mosquitto.conf"
