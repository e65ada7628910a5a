#!/bin/sh
# Start of the broker's container: passwords from the environment into a hashed file that only this process may read, then the broker.
# Plain sh, for the official image.
set -eu
umask 077

: "${MQTT_SERVICE_PASSWORD:?set it in .env, see .env.example}"

config=/mosquitto/config
data=/mosquitto/data
run=/run/mosquitto

# Devices: `mosquitto_passwd -b /mosquitto/data/devices DEVICE PASSWORD`, then a restart of the broker.
touch "$data/devices"

# By a file and not as arguments, which the list of processes shows.
printf 'campus:%s\n' "$MQTT_SERVICE_PASSWORD" > "$run/passwords"
if [ -n "${MQTT_SIMULATOR_PASSWORD:-}" ]; then
  printf 'simulator:%s\n' "$MQTT_SIMULATOR_PASSWORD" >> "$run/passwords"
fi
mosquitto_passwd -U "$run/passwords"
# No device gets in under a name that the access list grants more.
grep -v -e '^campus:' -e '^simulator:' "$data/devices" >> "$run/passwords" || true

# A copy, because the broker refuses lists that others own or may read.
cp "$config/mosquitto.acl" "$run/acl"

unset MQTT_SERVICE_PASSWORD MQTT_SIMULATOR_PASSWORD
exec mosquitto -c "$config/mosquitto.conf"
