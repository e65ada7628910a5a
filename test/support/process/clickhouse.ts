/** ClickHouse for tests: the real server on free loopback ports with a folder of its own. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type RunningServer, runServer } from './servers.ts'

export interface ClickhouseOptions {
  /** Elements added to the configuration. */
  readonly config?: string
  /** Elements added to the profile of the user, such as `<readonly>1</readonly>`. */
  readonly profile?: string
  readonly password?: string
}

const users = ({ profile = '', password = '' }: ClickhouseOptions): string => `<yandex>
  <profiles><default>${profile}</default></profiles>
  <users><default><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
`

/** Without a password unless the options say so; ready once /ping answers. */
export async function startClickhouse(options: ClickhouseOptions = {}): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'campus-clickhouse-'))
  for (const folder of ['data', 'tmp']) mkdirSync(join(dir, folder))
  const [port, native] = [await freePort(), await freePort()]
  const config = `<yandex>
  <logger><level>error</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${port}</http_port><tcp_port>${native}</tcp_port>
  <path>${dir}/data/</path><tmp_path>${dir}/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
  ${options.config ?? ''}
</yandex>
`
  writeFileSync(join(dir, 'config.xml'), config)
  writeFileSync(join(dir, 'users.xml'), users(options))
  const ready = async (at: number): Promise<boolean> =>
    fetch(`http://127.0.0.1:${at}/ping`).then(
      (answer) => answer.ok,
      () => false,
    )
  return runServer({ name: 'clickhouse', args: [`--config-file=${join(dir, 'config.xml')}`], dir, port, scheme: 'http', ready })
}
