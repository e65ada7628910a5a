/** What a campus file and the environment become: one frozen Config, or every fault at once. */

import type { AlarmPlan, Campus, ControlPlan, FaultRuleSetting, RoleName, Span } from '../domain/index.ts'
import type { Spot } from './yaml/tree.ts'

/** Group chats by the key of `notify:`. */
export const CHAT_NAMES = ['dingtalk', 'wecom', 'feishu', 'slack', 'teams'] as const
export type ChatName = (typeof CHAT_NAMES)[number]

export interface Config {
  readonly campus: Campus
  /** `embedded`, or mqtt(s)://host:port; several hosts: mqtt://a:1883,b:1883. `host` and `port` are those of the first. */
  readonly broker: {
    readonly url: string
    readonly host: string
    readonly port: number
    readonly username: string | null
    readonly password: string | null
    readonly clientId: string
    /** The embedded broker may take connections of other machines without a password. */
    readonly anonymous: boolean
    /** Password file of the embedded broker; null: its only user is `username`. */
    readonly passwords: string | null
    /** PEM files of the embedded broker; null: plain TCP. */
    readonly tls: { readonly cert: string; readonly key: string; readonly clientCa: string | null } | null
    /** The port stands in the file or the environment: no other one may take its place. */
    readonly portWritten: boolean
  }
  /** `duckdb:<dir>`, influx(s)://host:port/db or clickhouse(s)://host:port,host:port/db */
  readonly store: { readonly url: string; readonly username: string | null; readonly password: string | null }
  readonly data: { readonly dir: string }
  readonly http: {
    readonly host: string
    readonly port: number
    /** Addresses and networks of reverse proxies. */
    readonly trustedProxies: readonly string[]
  }
  readonly journal: {
    readonly durability: 'always' | 'interval' | 'os'
    readonly intervalMs: number
    readonly segmentBytes: number
    readonly maxBytes: number
    readonly minFreeDisk: number
  }
  /** Raw messages that are stored, kept for `days` (0: not at all), in at most so many bytes. */
  readonly archive: { readonly days: number; readonly maxBytes: number }
  /** Scheduled backups; none without a folder. */
  readonly backup: {
    readonly dir: string | null
    /** Time of day in the campus zone, ms after midnight. */
    readonly at: number
    /** The newest backup of so many days, ISO weeks and months stays. */
    readonly keep: { readonly days: number; readonly weeks: number; readonly months: number }
    /** An older newest backup is an alarm. */
    readonly alarmAfterMs: number
    /** Encrypts backups; null: they are not encrypted. */
    readonly passphrase: string | null
  }
  readonly limits: {
    readonly payloadBytes: number
    readonly depth: number
    readonly readingsPerMessage: number
    readonly messagesPerSecond: number
  }
  readonly notify: {
    readonly webhook: { readonly url: string; readonly secret: string | null } | null
    readonly mail: {
      readonly host: string
      readonly port: number
      /** TLS from the first byte; else it begins when the server offers it. */
      readonly secure: boolean
      readonly username: string | null
      readonly password: string | null
      readonly from: string
      readonly to: readonly string[]
    } | null
    /** Group chats, each at most once. */
    readonly chats: readonly { readonly form: ChatName; readonly url: string; readonly secret: string | null }[]
    /** A draft report on a lower share of its data, 0..1, is too low. */
    readonly coverageBelow: number
  }
  readonly access: {
    /** Roles whose users need a second factor. */
    readonly secondFactor: readonly RoleName[]
    readonly oidc: OidcSettings | null
  }
  /** Dated windows by name, ascending: { heating: [...] }. */
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  /** Actuators, policies and limits of control. */
  readonly control: ControlPlan
  /** Totals are announced to Home Assistant; null: they are not. */
  readonly homeAssistant: { readonly prefix: string; readonly meters: boolean } | null
  /** Alarm rules and maintenance windows. */
  readonly alarms: AlarmPlan
  /** Fault rules that the campus file changes, by id. */
  readonly findings: Readonly<Record<string, FaultRuleSetting>>
  /** Set of factor rows that figures are priced with. */
  readonly factorSet: string
  readonly roles: readonly Role[]
  readonly demo: boolean
  /** The devices are simulated: their messages may be played again. */
  readonly simulated: boolean
  /** The file it came from, for messages; null for the built-in demo. */
  readonly file: string | null
}

/** The OpenID provider at which people sign in. */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null
  /** Address of the page for browsers, without a slash at its end. */
  readonly page: string
  /** For people. */
  readonly name: string
  readonly scope: string
  readonly userClaim: string
  readonly roleClaim: string
  /** Value of the role claim and the role that it gives, the most important first. */
  readonly roles: readonly (readonly [string, RoleName])[]
}

export type Role = 'ingest' | 'jobs' | 'control' | 'api'

/** One fault of a campus file: what, where, which value, what to do. */
export interface Fault {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  /** Path of the key: points[3].from[0].device */
  readonly path: string
  readonly message: string
  readonly hint: string | null
}

export type LoadResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly Fault[] }

/** Flags of the command line; they come before the environment. */
export interface Overrides {
  readonly roles?: readonly string[]
  readonly demo?: boolean
  readonly simulated?: boolean
  readonly dataDir?: string
  readonly httpHost?: string
  readonly httpPort?: number
}

/** A setting as it was written, before it is checked, and where it stands. */
export interface RawSetting {
  readonly value: unknown
  readonly spot: Spot
  readonly path: string
}

/** Looks a setting up by its name, `http.port`; with `file` in the campus file alone. */
export type RawSettings = (name: string, where?: 'file') => RawSetting | undefined
