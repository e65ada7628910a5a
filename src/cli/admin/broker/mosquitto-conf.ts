/** `mosquitto.conf` for the campus service, in the dialect of 2.0. docs/reliability.md has the measurements behind the settings. */

export interface MosquittoTls {
  readonly cert: string
  readonly key: string
  /** Authority of client certificates; null: none are asked for. */
  readonly clientCa: string | null
}

export interface MosquittoSettings {
  readonly host: string | null
  readonly port: number
  readonly passwordFile: string
  readonly aclFile: string
  readonly dataDir: string
  readonly tls: MosquittoTls | null
}

export function mosquittoConf({ host, port, passwordFile, aclFile, dataDir, tls }: MosquittoSettings): string {
  return `# Written by \`campus broker-config\`, which replaces it when it runs again.

listener ${port}${host === null ? '' : ` ${host}`}
# No client can end the session of another by taking its client id.
use_username_as_clientid true
${tls === null ? '' : tlsLines(tls)}
allow_anonymous false
password_file ${passwordFile}
acl_file ${aclFile}

# By default Mosquitto silently drops messages for an absent session from the 1,001st on, although the device got its acknowledgement.
max_queued_messages 0
max_queued_bytes 268435456
max_inflight_messages 1000
max_packet_size 131072

# Sessions and queued messages survive a crash but for the last second.
persistence true
persistence_location ${dataDir}/
autosave_on_changes false
autosave_interval 1
persistent_client_expiration 14d

log_dest stderr
log_type error
log_type warning
log_type notice
`
}

function tlsLines({ cert, key, clientCa }: MosquittoTls): string {
  const client = clientCa === null ? '' : `cafile ${clientCa}\nrequire_certificate true\n`
  return `certfile ${cert}\nkeyfile ${key}\n${client}tls_version tlsv1.2\n`
}
