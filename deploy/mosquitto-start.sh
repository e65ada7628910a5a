#!/bin/sh
# Makes the users of the broker from the environment, then starts it. A device: mosquitto_passwd -b /mosquitto/data/passwords NAME PASSWORD
set -eu
DATA=${MOSQUITTO_DATA:-/mosquitto/data}
CONFIG=${MOSQUITTO_CONFIG:-/mosquitto/config/mosquitto.conf}
: "${MQTT_PASSWORD:?set MQTT_PASSWORD in .env, see .env.example}"
: "${MQTT_SIMULATORS_PASSWORD:?set MQTT_SIMULATORS_PASSWORD in .env, see .env.example}"
umask 077
touch "$DATA/passwords"
mosquitto_passwd -b "$DATA/passwords" campus "$MQTT_PASSWORD"
mosquitto_passwd -b "$DATA/passwords" simulators "$MQTT_SIMULATORS_PASSWORD"
# Started by root the broker changes to the user mosquitto, who must be able to read it.
if [ "$(id -u)" = 0 ] && id mosquitto >/dev/null 2>&1; then chown mosquitto "$DATA" "$DATA/passwords"; fi
exec mosquitto -c "$CONFIG"
