/**
 * Completes `package-lock.json` after `npm install`: a package with one binary per platform lists them all as optional, and a registry that
 * mirrors only some of them makes npm leave the others out, after which `npm ci` refuses the file everywhere. A row without a checksum names the
 * version and the platform; npm skips it where the platform is another, and fetches it where it is the same.
 *
 *   npm install && node scripts/lock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'package-lock.json'

/** `@oxlint/binding-linux-x64-musl` -> what npm compares with the machine. */
function platform(name) {
  const [os, cpu, abi] = name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/^(cli|binding)-/, '')
    .split('-')
  const libc = os !== 'linux' ? {} : abi === 'gnu' ? { libc: ['glibc'] } : abi === 'musl' ? { libc: ['musl'] } : {}
  return { cpu: [cpu], os: [os], ...libc }
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
const missing = Object.entries(lock.packages).flatMap(([path, row]) =>
  Object.entries(row.optionalDependencies ?? {})
    .filter(([name]) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`])
    .map(([name, version]) => [`node_modules/${name}`, { version, dev: row.dev === true, optional: true, ...platform(name) }]),
)
lock.packages = Object.fromEntries([...Object.entries(lock.packages), ...missing].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${missing.length} platform packages added to ${FILE}`)
