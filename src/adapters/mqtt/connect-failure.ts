/** Why a connection failed. */

export type MqttError = Error & { readonly code?: number | string }

/** MQTT 5 "unsupported protocol version" and its 3.1.1 counterpart. */
const UNSUPPORTED_VERSION = new Set([1, 132])
/** CONNACK codes of both protocols: bad user name or password, not authorized. */
const UNAUTHORIZED = new Set([4, 5, 134, 135])

export const isUnsupportedVersion = ({ code }: MqttError): boolean => typeof code === 'number' && UNSUPPORTED_VERSION.has(code)

/** The cause of a failed connection as text, with what to do about it where that is known. */
export function failureText(url: string, { code, message }: MqttError): string {
  if (typeof code === 'number' && UNAUTHORIZED.has(code))
    return `the broker at ${url} refuses user or password (${message}); set CAMPUS__BROKER__USERNAME and CAMPUS__BROKER__PASSWORD`
  if (code === 'ECONNREFUSED') return `nothing listens at ${url}; start the broker, or check broker.url`
  if (code === 'ENOTFOUND') return `${url} has no address (${message}); check broker.url`
  return `${url}: ${message}`
}
