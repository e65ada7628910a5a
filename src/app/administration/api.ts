/** Use cases of those who administer data and access: dead letters, imports, rollups, archive, tokens. */

import type { TokenInfo } from '../../access/tokens.ts'
import type { SessionInfo } from '../../access/sessions.ts'
import type { Invitation } from '../../access/users.ts'
import type { UserInfo } from '../../access/user-log.ts'
import type { AuditVerdict } from '../../audit/chain.ts'
import type { AuditEntry } from '../../audit/event.ts'
import type { AuditQuery } from '../../audit/trail.ts'
import type { DeadReason, Instant, KeptDeadLetter, Principal, RequestContext, RoleName, Span } from '../../domain/index.ts'
import type { ArchiveState, DeadLetterPage } from '../../ports/index.ts'
import type { RebuildResult } from '../../views/types.ts'
import type { Refusal } from '../refusal.ts'
import type { AcceptedRows, FileImport, FileReport, ImportedRows, NewImport, UndoneImport } from './imports/import-types.ts'
import type { ImportEntry } from './imports/register.ts'
import type { ForgetWish, ForgottenDevice } from './forget.ts'
import type { ReplayQuery, ReplayStep } from './replay.ts'

export interface DeadLetterQuery {
  readonly reason?: DeadReason
  readonly topic?: string
  readonly limit: number
  /** Id of the last one of the page before. */
  readonly before?: string
}

/** Dead letters by id, or all, those of one reason where it is named. */
export interface DeadLetterChoice {
  readonly ids: readonly string[] | 'all'
  readonly reason?: DeadReason
}

export interface NewToken {
  readonly name?: string | null
  readonly role: RoleName
  readonly site: string | null
  /** Null: never. */
  readonly expires: Instant | null
}

export type NewUser = Pick<UserInfo, 'name' | 'role' | 'site'>

/** What somebody may know of himself. */
export interface Account {
  /** As the audit names him. */
  readonly principal: string
  /** Null for tokens and links. */
  readonly name: string | null
  readonly role: RoleName
  readonly site: string | null
  /** A second factor is set up. */
  readonly factor: boolean
  /** The campus file demands one of the role. */
  readonly factor_required: boolean
  /** Recovery codes that are not used. */
  readonly recovery_left: number
}

/** That the user is at the page, and not somebody who found it open. `code` where a second factor is set up. */
export interface ProofOfPresence {
  readonly password: string
  readonly code?: string
}

export interface AdministrationApi {
  deadLetters(context: RequestContext, query: DeadLetterQuery): Promise<DeadLetterPage>
  deadLetter(context: RequestContext, id: string): Promise<KeptDeadLetter | Refusal>
  /** Puts the raw messages back into the journal and drops the letters. */
  replayDeadLetters(context: RequestContext, choice: DeadLetterChoice): Promise<{ readonly replayed: number }>
  dropDeadLetters(context: RequestContext, choice: DeadLetterChoice): Promise<{ readonly dropped: number }>
  /** Begins an import: its rows can be taken back together. */
  openImport(context: RequestContext, about: NewImport): Promise<ImportEntry | Refusal>
  /** Appends rows of one point to the journal; `seq` is what `awaitStored` waits for. Without `import` they belong to one of the principal. Throws PortError. */
  importRows(context: RequestContext, rows: ImportedRows): Promise<AcceptedRows | Refusal>
  /** The import takes no more rows. */
  finishImport(context: RequestContext, id: string): Promise<ImportEntry | Refusal>
  /** Reads a file; without `preview` its rows are stored behind the answer. */
  importFile(context: RequestContext, file: FileImport): Promise<FileReport | Refusal>
  imports(context: RequestContext): Promise<readonly ImportEntry[]>
  /** Brings back what the rows replaced, and removes the others. What was stored there since stays, and is named. */
  undoImport(context: RequestContext, id: string): Promise<UndoneImport | Refusal>
  /** Waits for a while until everything journalled up to `seq` is stored and, with `rolledUp`, rolled up. False: not yet, ask again. */
  awaitStored(context: RequestContext, until: { readonly seq: number; readonly rolledUp: boolean }): Promise<boolean>
  /** What is due; with a span all of it again from raw readings. */
  rollUp(context: RequestContext, span: Span | null): Promise<RebuildResult>
  /** Every bucket again from raw readings; with `verify` only compared. */
  rebuild(context: RequestContext, verify: boolean): Promise<RebuildResult>
  archive(context: RequestContext): Promise<ArchiveState>
  /** Decodes one part of the archive again. */
  replayArchive(context: RequestContext, query: ReplayQuery): Promise<ReplayStep | Refusal>
  /** Removes readings of a source in a span before all of the span is decoded again. Refused when the archive does not hold them. */
  clearForReplay(context: RequestContext, query: Pick<ReplayQuery, 'source' | 'span'>): Promise<{ readonly points: number } | Refusal>
  /** Removes readings and buckets of a span before a simulated campus plays it again. Refused where the devices are real. */
  clearSimulation(context: RequestContext, span: Span): Promise<{ readonly points: number } | Refusal>
  /** Removes what a device tells of people: readings of occupancy, and its raw messages. With `preview` it only counts points. */
  forget(context: RequestContext, wish: ForgetWish): Promise<ForgottenDevice | Refusal>
  /** The bytes of a backup of everything that the service keeps. It is made while they are read. */
  backup(context: RequestContext): Promise<{ readonly chunks: AsyncIterable<Uint8Array> }>
  /** Who changed what, the newest first. */
  audit(context: RequestContext, query: AuditQuery): Promise<readonly AuditEntry[]>
  /** Reads the audit from the disk again and checks its chain. */
  verifyAudit(context: RequestContext): Promise<AuditVerdict>
  /** Who the principal is. */
  session(context: RequestContext): Promise<Principal>
  account(context: RequestContext): Promise<Account>
  /** Ends all sessions of the user. */
  changePassword(
    context: RequestContext,
    change: { readonly current_password: string; readonly new_password: string },
  ): Promise<Account | Refusal>
  /** A secret for the authenticator, in this answer and nowhere else; in force once `confirmFactor` has a code of it. */
  beginFactor(context: RequestContext, proof: ProofOfPresence): Promise<{ readonly secret: string; readonly uri: string } | Refusal>
  /** Recovery codes, in this answer and nowhere else. Ends all sessions of the user. */
  confirmFactor(
    context: RequestContext,
    first: { readonly code: string },
  ): Promise<(Account & { readonly recovery_codes: readonly string[] }) | Refusal>
  removeFactor(context: RequestContext, proof: ProofOfPresence): Promise<Account | Refusal>
  tokens(context: RequestContext): Promise<readonly TokenInfo[]>
  /** The secret is in this answer and nowhere else. */
  createToken(context: RequestContext, token: NewToken): Promise<(TokenInfo & { readonly token: string }) | Refusal>
  users(context: RequestContext): Promise<readonly UserInfo[]>
  /** The code is in this answer and nowhere else. */
  inviteUser(context: RequestContext, user: NewUser): Promise<Invitation | Refusal>
  /** Ends the sessions of the user too. */
  disableUser(context: RequestContext, name: string): Promise<UserInfo | Refusal>
  /** A new code in place of the password. */
  resetUser(context: RequestContext, name: string): Promise<Invitation | Refusal>
  /** Removes the second factor of somebody who lost it, recovery codes too. Ends the sessions. */
  resetFactor(context: RequestContext, name: string): Promise<UserInfo | Refusal>
  /** Ends the sessions: the next one has the new role. */
  changeRole(context: RequestContext, user: NewUser): Promise<UserInfo | Refusal>
  /** Sessions of the principal; for an administrator all. */
  sessions(context: RequestContext): Promise<readonly SessionInfo[]>
  endSession(context: RequestContext, id: string): Promise<{ readonly ended: string } | Refusal>
  /** Its sessions end too. */
  revokeToken(context: RequestContext, id: string): Promise<{ readonly revoked: string } | Refusal>
}
