/** A page of the office, fetched when it is first looked at. */

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { VNode } from 'preact'
import type { Failure } from '../api.ts'
import type { PageName } from '../route.ts'
import { Failed, Loading } from './states.tsx'

type Office = typeof import('../pages/office.tsx')

const office = signal<Office | null>(null)
const failure = signal<Failure | null>(null)

async function fetchOffice(): Promise<void> {
  try {
    office.value = await import('../pages/office.tsx')
    failure.value = null
  } catch {
    failure.value = { said: null }
  }
}

export function LazyPage({ name }: { name: PageName }): VNode {
  useEffect(() => {
    if (office.peek() === null) void fetchOffice()
  }, [])
  const pages = office.value
  if (pages === null) return failure.value === null ? <Loading /> : <Failed why={failure.value} retry={() => void fetchOffice()} />
  if (name === 'report') return <pages.ReportPage />
  if (name === 'savings') return <pages.SavingsPage />
  return name === 'entries' ? <pages.EntriesPage /> : <pages.AlarmsPage />
}
