/** Asks the service of a campus, over HTTP and with its token, for what a portfolio shows. It reads and changes nothing. */

import { setTimeout as delay } from 'node:timers/promises'
import { errorText } from '../../kernel/index.ts'
import { INTENSITIES } from '../../portfolio/figures.ts'
import type { ShareSegment } from '../../portfolio/segments.ts'
import type { CampusAnswer, CampusClose, CampusFigure, PortfolioCampus, SegmentAnswer } from '../../portfolio/types.ts'

export interface CampusQuestion {
  readonly campus: PortfolioCampus
  readonly token: string
  readonly period: string
  readonly segments: readonly ShareSegment[]
  /** A campus that has not answered within this time is silent. */
  readonly timeoutMs: number
}

type Ask = <T>(path: string) => Promise<T>

/** A report of a year may take minutes: the service answers at once, and is asked again. */
const PREFER = 'respond-async, wait=10'
const AGAIN_MS = 500

class Refusal extends Error {}

function askerOf({ campus, token, timeoutMs }: CampusQuestion): Ask {
  const base = campus.url.replace(/\/$/, '')
  const signal = AbortSignal.timeout(timeoutMs)
  const headers = { authorization: `Bearer ${token}`, prefer: PREFER, connection: 'close' }
  return async <T>(path: string): Promise<T> => {
    for (let at = path; ; await delay(AGAIN_MS)) {
      const answer = await fetch(base + at, { headers, signal, redirect: 'error' })
      const body: unknown = await answer.json().catch(() => null)
      if (answer.status === 202) at = `/api/v1/requests/${(body as { readonly request: string }).request}`
      else if (answer.status === 200) return body as T
      else throw new Refusal(refusalText(answer.status, body))
    }
  }
}

function refusalText(status: number, body: unknown): string {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? `: ${String(body.detail)}` : ''
  if (status === 401) return 'it refuses the token: create another on the campus'
  if (status === 403) return 'its token may not read all that a report needs'
  return `it answered ${status}${detail.slice(0, 200)}`
}

async function segmentOf(ask: Ask, segment: ShareSegment): Promise<SegmentAnswer> {
  const period = encodeURIComponent(segment.period)
  const { figures } = await ask<{ readonly figures: readonly CampusFigure[] }>(`/api/v1/reports/${period}.json`)
  const boundaries = new Set(figures.filter(({ id }) => id in INTENSITIES).map(({ boundary }) => boundary))
  const amounts: CampusFigure[] = []
  for (const boundary of boundaries) {
    const query = `period=${period}&boundary=${encodeURIComponent(boundary)}`
    amounts.push(...(await ask<{ readonly figures: readonly CampusFigure[] }>(`/api/v1/figures?${query}`)).figures)
  }
  return { ...segment, figures, amounts }
}

interface Statements {
  readonly statements: readonly (CampusClose & { readonly period: string })[]
}

/** The last revision of the period. */
async function closeOf(ask: Ask, period: string): Promise<CampusClose | null> {
  const { statements } = await ask<Statements>('/api/v1/statements')
  const [last] = statements.filter((one) => one.period === period).sort((a, b) => b.revision - a.revision)
  return last === undefined ? null : { revision: last.revision, hash: last.hash, closedAt: last.closedAt }
}

/** Never rejects: why a campus is silent is in the answer. */
export async function readCampus(question: CampusQuestion): Promise<CampusAnswer> {
  const { campus, period, segments } = question
  const ask = askerOf(question)
  try {
    const answers: SegmentAnswer[] = []
    for (const segment of segments) answers.push(await segmentOf(ask, segment))
    const { location = null } = await ask<{ readonly location?: { readonly latitude: number; readonly longitude: number } | null }>(
      '/api/v1/campus',
    )
    return { campus, silent: null, segments: answers, close: await closeOf(ask, period), location }
  } catch (error) {
    return { campus, silent: error instanceof Refusal ? error.message : silenceText(error, question.timeoutMs) }
  }
}

function silenceText(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${Math.round(timeoutMs / 1000)} s`
  const cause = error instanceof Error && error.cause instanceof Error ? errorText(error.cause) : errorText(error)
  return `it cannot be reached (${cause})`
}
