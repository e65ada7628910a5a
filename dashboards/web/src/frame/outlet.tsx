/** Draws a screen: its code and its messages are fetched when it is first shown. */

import { signal } from '@preact/signals'
import type { ComponentType, VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Failure } from '../api/client.ts'
import { loadMessages } from '../text/language.ts'
import { FailureNote, Loading } from '../ui/states.tsx'
import type { Screen } from './screen.ts'

/** Components by the function that loads them: fetched once. */
const components = signal<ReadonlyMap<Screen['load'], ComponentType>>(new Map())
const failure = signal<Failure | null>(null)

async function fetchScreen({ load, messages }: Screen): Promise<void> {
  try {
    const [module] = await Promise.all([load(), loadMessages(messages)])
    components.value = new Map(components.value).set(load, module.Screen)
    failure.value = null
  } catch {
    failure.value = { reason: null }
  }
}

export function Outlet({ screen }: { screen: Screen }): VNode {
  const Component = components.value.get(screen.load)
  const fetchNow = (): void => void fetchScreen(screen)
  useEffect(() => {
    if (Component === undefined) fetchNow()
  }, [screen])
  if (Component !== undefined) return <Component />
  // A browser keeps the failure of an import: only a new page fetches it again, and after an update it has other names.
  return failure.value === null ? <Loading /> : <FailureNote why={failure.value} retry={() => location.reload()} />
}
