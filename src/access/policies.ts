/**
 * Who may do what, in one table: a row per use case. Routes take their permission from it and the wrapper of the use cases checks it again,
 * so that a route and a use case cannot disagree. viewer < operator, preparer, approver < admin.
 */

import type { RoleName } from '../domain/index.ts'

/** `public` asks for nobody; every other permission for a role that holds it. `account`: what concerns the principal alone. */
export const PERMISSIONS = ['public', 'account', 'read', 'operate', 'prepare', 'approve', 'admin'] as const
export type Permission = (typeof PERMISSIONS)[number]

export const PERMISSIONS_OF_ROLE: Readonly<Record<RoleName, readonly Permission[]>> = {
  viewer: ['public', 'account', 'read'],
  operator: ['public', 'account', 'read', 'operate'],
  preparer: ['public', 'account', 'read', 'prepare'],
  approver: ['public', 'account', 'read', 'approve'],
  admin: PERMISSIONS,
}

export interface Policy {
  readonly permission: Permission
  readonly effect: 'reads' | 'changes'
  /** `own`: the use case answers for the site that a principal is bound to. `all`: it is closed to such principals. */
  readonly sites: 'own' | 'all'
  /** Whether the context has to say why. */
  readonly reason: 'none' | 'required'
}

const READ = { permission: 'read', effect: 'reads', sites: 'all', reason: 'none' } as const satisfies Policy
const READ_OWN_SITE = { ...READ, sites: 'own' } as const satisfies Policy
const OWN_ACCOUNT = { ...READ_OWN_SITE, permission: 'account' } as const satisfies Policy
const CHANGE_ACCOUNT = { ...OWN_ACCOUNT, effect: 'changes' } as const satisfies Policy
const OPERATE = { permission: 'operate', effect: 'changes', sites: 'all', reason: 'none' } as const satisfies Policy
const PREPARE = { ...OPERATE, permission: 'prepare' } as const satisfies Policy
const ADMINISTER = { ...OPERATE, permission: 'admin' } as const satisfies Policy

export const POLICIES = {
  monitoring: {
    campus: READ_OWN_SITE,
    points: READ_OWN_SITE,
    point: READ_OWN_SITE,
    series: READ_OWN_SITE,
    buckets: READ_OWN_SITE,
    expected: READ_OWN_SITE,
    now: READ,
    curve: READ,
    usage: READ_OWN_SITE,
    chosen: READ_OWN_SITE,
    live: READ,
    discoveries: READ,
    overlooked: READ,
    losses: READ,
  },
  reporting: {
    entries: READ,
    addEntry: PREPARE,
    addEntries: PREPARE,
    withdrawEntry: { ...PREPARE, reason: 'required' },
    factors: READ,
    addFactor: PREPARE,
    withdrawFactor: { ...PREPARE, reason: 'required' },
    previewFactor: READ,
    document: READ,
    scope2Hours: READ,
    outlook: READ,
    savings: READ,
    measure: READ,
    baselines: READ,
    supersedeBaseline: { ...PREPARE, reason: 'required' },
    explain: READ,
  },
  closing: {
    report: READ,
    statements: READ,
    pending: READ,
    evidence: READ,
    close: { ...OPERATE, permission: 'approve' },
    accept: { ...OPERATE, permission: 'approve', reason: 'required' },
    reject: { ...OPERATE, permission: 'approve', reason: 'required' },
    returnDraft: { ...OPERATE, permission: 'approve', reason: 'required' },
    review: READ,
    calendar: READ,
    submit: PREPARE,
    corrections: READ,
    previewCorrection: READ,
    correct: { ...PREPARE, reason: 'required' },
    undoCorrection: { ...PREPARE, reason: 'required' },
  },
  operations: {
    drafts: READ,
    makeDraft: PREPARE,
    alarms: READ,
    acknowledgeAlarm: OPERATE,
    actOnAlarm: OPERATE,
    alarmRules: READ,
    changeAlarmRule: { ...OPERATE, reason: 'required' },
    findings: READ,
    actOnFinding: OPERATE,
    notices: READ,
    progress: READ,
    metrics: READ,
  },
  control: {
    actuators: READ,
    policies: READ,
    preview: READ,
    overrides: READ,
    addOverride: { ...OPERATE, reason: 'required' },
    endOverride: OPERATE,
    stopAll: OPERATE,
    resume: OPERATE,
    log: READ,
  },
  administration: {
    deadLetters: READ,
    deadLetter: READ,
    replayDeadLetters: OPERATE,
    dropDeadLetters: OPERATE,
    openImport: PREPARE,
    importRows: PREPARE,
    finishImport: PREPARE,
    importFile: PREPARE,
    imports: READ,
    undoImport: PREPARE,
    awaitStored: PREPARE,
    rollUp: ADMINISTER,
    rebuild: ADMINISTER,
    archive: READ,
    replayArchive: ADMINISTER,
    clearForReplay: ADMINISTER,
    clearSimulation: ADMINISTER,
    forget: ADMINISTER,
    backup: { ...ADMINISTER, effect: 'reads' },
    session: OWN_ACCOUNT,
    account: OWN_ACCOUNT,
    changePassword: CHANGE_ACCOUNT,
    beginFactor: CHANGE_ACCOUNT,
    confirmFactor: CHANGE_ACCOUNT,
    removeFactor: CHANGE_ACCOUNT,
    audit: { ...ADMINISTER, effect: 'reads' },
    verifyAudit: { ...ADMINISTER, effect: 'reads' },
    tokens: { ...ADMINISTER, effect: 'reads' },
    createToken: ADMINISTER,
    revokeToken: ADMINISTER,
    users: { ...ADMINISTER, effect: 'reads' },
    inviteUser: ADMINISTER,
    disableUser: ADMINISTER,
    resetUser: ADMINISTER,
    resetFactor: ADMINISTER,
    changeRole: ADMINISTER,
    sessions: OWN_ACCOUNT,
    endSession: CHANGE_ACCOUNT,
  },
  devices: {
    list: READ,
    discovered: READ,
    sheet: READ,
    previewSheet: { ...OPERATE, effect: 'reads' },
    preview: { ...OPERATE, effect: 'reads' },
    proposeSheet: OPERATE,
    propose: OPERATE,
    proposals: READ,
    previewProposal: READ,
    apply: ADMINISTER,
    withdraw: OPERATE,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Policy>>>>

export type Area = keyof typeof POLICIES

/** `monitoring.points` */
export type UseCaseName = { [A in Area]: `${A}.${keyof (typeof POLICIES)[A] & string}` }[Area]

const BY_NAME: ReadonlyMap<string, Policy> = new Map(
  Object.entries(POLICIES).flatMap(([area, rows]) => Object.entries(rows).map(([name, policy]) => [`${area}.${name}`, policy] as const)),
)

export const USE_CASE_NAMES = [...BY_NAME.keys()] as readonly UseCaseName[]

export function policyOf(useCase: UseCaseName): Policy {
  const policy = BY_NAME.get(useCase)
  if (policy === undefined) throw new Error(`the use case "${useCase}" has no row in policies.ts`)
  return policy
}

export function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.some((p) => p === value)
}
