// npm run build: everything into dist. Into a folder of its own first, then swapped in; a second build at the same time waits for the first.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { DIST, isFresh, ROOT, stampFile } from './freshness.mjs'

const LOCK = join(ROOT, '.build-lock')
const STALE_MS = 5 * 60_000

const say = (text) => process.stderr.write(`${text}\n`)
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

function holderGone() {
  try {
    const pid = Number(readFileSync(join(LOCK, 'pid'), 'utf8'))
    process.kill(pid, 0)
    return false
  } catch (error) {
    if (error.code === 'ESRCH') return true
    // No pid yet: the holder has just made the folder, unless it died doing so.
    return existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs > STALE_MS
  }
}

function lock() {
  for (let announced = false; ; wait(100)) {
    try {
      mkdirSync(LOCK)
      writeFileSync(join(LOCK, 'pid'), String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (holderGone()) rmSync(LOCK, { recursive: true, force: true })
      else if (!announced) {
        say('another build is running; waiting for it ...')
        announced = true
      }
    }
  }
}

function run(script, args) {
  const done = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error(`${script.split('/')[0]} failed`)
}

/** One rename each way; should another build have slipped in between, once more. */
function swapIn(made) {
  const old = `${DIST}-old-${process.pid}`
  for (let attempt = 1; ; attempt++) {
    if (existsSync(DIST)) renameSync(DIST, old)
    try {
      renameSync(made, DIST)
      return
    } catch (error) {
      if (attempt === 5) throw error
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
}

/** Beside each text file of the page its compressed forms: the server sends the one that the browser reads, without work at the request. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|md)$/.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    if (bytes.length < 1400) continue
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes))
  }
}

function make() {
  const started = new Date()
  const made = `${DIST}-${process.pid}`
  try {
    run('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', made])
    if (existsSync(join(ROOT, 'dashboards/web/index.html')))
      run('vite/bin/vite.js', ['build', 'dashboards/web', '--logLevel', 'warn', '--outDir', join(made, 'web'), '--emptyOutDir'])
    if (existsSync(join(made, 'web'))) compress(join(made, 'web'))
    cpSync(join(ROOT, 'package.json'), join(made, 'package.json'))
    for (const folder of ['src/wire/presets', 'src/imports/profiles']) cpSync(join(ROOT, folder), join(made, folder), { recursive: true })
    writeFileSync(stampFile(made), '')
    // As of the start: a source that changed while we built makes the next run build again.
    utimesSync(stampFile(made), started, started)
    swapIn(made)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/** Builds when something changed; `force` builds anyway. Throws when a part fails. */
export function build({ force = false } = {}) {
  if (!force && isFresh()) return
  if (!existsSync(join(ROOT, 'node_modules/typescript'))) throw new Error('the packages are not installed: run `npm ci` first')
  lock()
  try {
    if (!force && isFresh()) return
    say('building ...')
    make()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    build({ force: process.argv.includes('--force') })
    say('built: dist')
  } catch (error) {
    say(`build failed: ${error.message}`)
    process.exitCode = 1
  }
}
