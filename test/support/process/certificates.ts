/** Certificates of an authority of our own, made by OpenSSL. */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Authority extends Certificate {
  /** A certificate of this name, for the names of a host where it is a server; `days` below 0: it has ended. */
  issue(name: string, options?: { readonly hosts?: string; readonly days?: number }): Certificate
}

export function createAuthority(dir: string, name: string): Authority {
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' })
  const own = { cert: join(dir, `${name}.pem`), key: join(dir, `${name}.key`) }
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...curve, '-keyout', own.key, '-out', own.cert, '-subj', `/CN=${name}`, '-days', '30')
  return {
    ...own,
    issue(subject, { hosts, days = 30 } = {}) {
      const base = join(dir, `${name}-${subject}`)
      const made = { cert: `${base}.pem`, key: `${base}.key` }
      openssl('req', ...curve, '-keyout', made.key, '-out', `${base}.csr`, '-subj', `/CN=${subject}`)
      writeFileSync(
        `${base}.ext`,
        hosts === undefined ? 'basicConstraints=CA:FALSE\n' : `basicConstraints=CA:FALSE\nsubjectAltName=${hosts}\n`,
      )
      const signed = ['-CA', own.cert, '-CAkey', own.key, '-CAcreateserial', '-extfile', `${base}.ext`]
      openssl('x509', '-req', '-in', `${base}.csr`, '-out', made.cert, ...signed, '-days', String(days))
      return made
    },
  }
}
