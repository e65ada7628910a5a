/** The files of docker compose, read and resolved as compose does, with hosts and paths of this machine in place of those of the containers. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

export const ROOT = resolve(import.meta.dirname, '../..')

export interface Container {
  readonly image?: string
  readonly build?: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly profiles?: readonly string[]
  readonly restart?: string
  readonly mem_limit?: string
}

export interface Compose {
  readonly services: Readonly<Record<string, Container>>
  readonly volumes: Readonly<Record<string, unknown>>
}

export const composeText = (): string => readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')

/** `${NAME:?why}` and `${NAME:-else}` as compose reads them; `$$` is one dollar. Throws what compose would say. */
export function interpolated(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\{([A-Z_]+)(?::([?-])([^}]*))?\}/g, (whole, name?: string, mode?: string, rest?: string) => {
    if (name === undefined) return whole === '$$' ? '$' : whole
    const value = env[name]
    if (value !== undefined && value !== '') return value
    if (mode === '?') throw new Error(`required variable ${name} is missing a value: ${rest ?? ''}`)
    return rest ?? ''
  })
}

export function compose(env: Readonly<Record<string, string>>): Compose {
  // Comments may hold examples that are no variables.
  const text = composeText().replaceAll(/^\s*#.*$/gm, '')
  return parse(interpolated(text, env), { merge: true }) as Compose
}
