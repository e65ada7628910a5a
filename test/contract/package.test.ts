/** What people install: the files of the npm package, and the unit of systemd. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

const PERMITTED = [
  /^(package\.json|README(\.[\w-]+)?\.md|CHANGELOG\.md|LICENSE)$/,
  /^bin\/campus\.js$/,
  /^dist\/(\.stamp|package\.json)$/,
  /^dist\/(src|simulators)\/.+\.(js|js\.map|d\.ts|d\.ts\.map|ya?ml|json|csv|tsv)$/,
  /^dist\/web\/(licences\.md|.+\.(html|js|css|map|svg|png|ico|woff2?|json|webmanifest|txt|gz|br))$/,
  /^simulators\/(README\.md|campuses\/.+\.(ya?ml|csv|json|md))$/,
]
describe('the npm package', () => {
  it('holds the program, the page, the reference campus and texts, and nothing else', async () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline']
    const { stdout } = await run('npm', args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 })
    const [packed] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }]
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => !PERMITTED.some((form) => form.test(path)))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['bin/campus.js', 'package.json', 'LICENSE', 'simulators/campuses/reference/campus.yaml']))
  })

  it('runs no script when it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>
    }
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish)/.test(name))).toEqual([])
  })
})

/** Keys of systemd.unit(5), systemd.service(5), systemd.exec(5) and systemd.resource-control(5) that a unit of ours may have. */
const KEYS: Readonly<Record<string, string>> = {
  Unit: 'Description Documentation Wants After Requires',
  Service: `Type User Group ExecStart ExecReload Environment EnvironmentFile StateDirectory StateDirectoryMode Restart RestartSec TimeoutStopSec
    KillSignal UMask LimitNOFILE MemoryMax NoNewPrivileges ProtectSystem ProtectHome PrivateTmp PrivateDevices CapabilityBoundingSet`,
  Install: 'WantedBy',
}

describe('the unit of systemd', () => {
  const lines = readFileSync(join(ROOT, 'deploy/campus-energy.service'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

  it('has known sections with known keys only', () => {
    let section = ''
    const unknown: string[] = []
    for (const line of lines) {
      const [, name] = /^\[(\w+)\]$/.exec(line) ?? []
      if (name !== undefined) section = name
      else if (!KEYS[section]?.split(/\s+/).includes(line.split('=')[0] ?? '')) unknown.push(`[${section}] ${line}`)
    }
    expect(unknown).toEqual([])
  })

  it('starts the program with a campus file, keeps data in its state folder, and takes secrets from a file', () => {
    expect(lines).toContain('ExecStart=/usr/bin/node /opt/campus-energy/bin/campus.js start --config /etc/campus/campus.yaml')
    expect(lines.find((line) => line.startsWith('Environment='))).toContain('CAMPUS__DATA__DIR=/var/lib/campus')
    expect(lines).toContain('StateDirectory=campus')
    expect(lines.filter((line) => /PASSWORD|SECRET|TOKEN/.test(line))).toEqual([])
  })
})
