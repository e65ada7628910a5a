import { describe, expect, it } from 'vitest'
import { hostsOf } from '../../../src/kernel/index.ts'

describe('an address with several hosts', () => {
  it.each([
    ['mqtt://a:1883,b:1884', ['mqtt://a:1883', 'mqtt://b:1884']],
    ['clickhouse://u:p@a,b/db', ['clickhouse://u:p@a/db', 'clickhouse://u:p@b/db']],
    ['mqtt://a:1883', ['mqtt://a:1883']],
    ['embedded', ['embedded']],
    ['duckdb:./a,b', ['duckdb:./a,b']],
  ])('%s is split into one address for each', (url, hosts) => {
    expect(hostsOf(url)).toEqual(hosts)
  })
})
