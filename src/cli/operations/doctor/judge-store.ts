/** The store: a row is written, read back and deleted, and nothing deletes readings behind our back. Pure. */

import { type DoctorFinding, fail, pass, warn } from './doctor-finding.ts'

export interface StoreFacts {
  readonly where: string
  readonly kind: 'DuckDB' | 'InfluxDB' | 'ClickHouse'
  readonly version: string | null
  /** Why it cannot serve; null: it can. */
  readonly failure: string | null
  /** Databases that the first start makes. */
  readonly missing: readonly string[]
  readonly policies: readonly RetentionFacts[]
}

/** A retention policy that rows of the service fall under. */
export interface RetentionFacts {
  readonly database: string
  readonly name: string
  /** As InfluxDB writes it; "0s" keeps everything. */
  readonly duration: string
}

const KEEPS_ALL = /^0s?$/

export function judgeStore({ where, kind, version, failure, missing, policies }: StoreFacts): DoctorFinding[] {
  if (failure !== null) return [fail('store', where, failure, 'correct the store or store.url, and run this check again')]
  const product = [kind, ...(version === null ? [] : [version])].join(' ')
  const makes = missing.map((name) => `"${name}"`).join(', ')
  const findings = [
    pass(
      'store',
      where,
      missing.length === 0 ? `${product}: a row was written, read back and deleted` : `${product}: the first start makes ${makes}`,
    ),
  ]
  if (kind === 'InfluxDB' && version !== null && !/^v?1\./.test(version))
    findings.push(fail('store', where, `this is InfluxDB ${version}`, 'name a server of InfluxDB 1.x under store.url'))
  for (const { database, name, duration } of policies)
    if (!KEEPS_ALL.test(duration))
      findings.push(
        fail(
          'store',
          `${where} ${database}`,
          `the retention policy "${name}" deletes rows after ${duration}: closed periods lose their readings`,
          `ALTER RETENTION POLICY "${name}" ON "${database}" DURATION INF`,
        ),
      )
  const [, scheme] = /^(influx|clickhouse):\/\/(?!localhost|127\.|\[::1\])/.exec(where) ?? []
  if (scheme !== undefined)
    findings.push(
      warn(
        'store',
        where,
        'readings and the password cross the network unencrypted',
        `write ${scheme}s:// and give the server a certificate`,
      ),
    )
  return findings
}
