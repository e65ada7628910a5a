import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { type DeadLetters, type Discovery, get } from '../api.ts'
import { moment, t, word } from '../i18n.ts'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { jobs, zone } from '../state.ts'

function DeadLetterTable({ letters }: { letters: DeadLetters }): VNode {
  if (letters.total === 0) return <Empty>{t('quality.dead.none')}</Empty>
  return (
    <>
      <p>{t('quality.dead.count', { n: letters.total })}</p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>{t('col.time')}</th>
              <th>{t('col.reason')}</th>
              <th>{t('col.topic')}</th>
              <th>{t('col.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {letters.items.map((letter) => (
              <tr key={letter.id}>
                <td>{moment(letter.at, zone.value)}</td>
                <td>{word('reason', letter.reason)}</td>
                <td class="id">{letter.topic}</td>
                <td>{letter.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function DiscoveryTable({ found }: { found: readonly Discovery[] }): VNode {
  if (found.length === 0) return <Empty>{t('quality.discoveries.none')}</Empty>
  return (
    <>
      <p>{t('quality.discoveries.explain')}</p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>{t('col.device')}</th>
              <th>{t('col.field')}</th>
              <th class="right">{t('col.last')}</th>
              <th class="right">{t('col.seen')}</th>
              <th>{t('col.suggestion')}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((d) => (
              <tr key={`${d.source} ${d.device} ${d.field}`}>
                <td>{d.device}</td>
                <td>{d.field}</td>
                <td class="right">{d.last_value}</td>
                <td class="right">{d.count}</td>
                <td>
                  {d.suggestion === null
                    ? '–'
                    : `${word('quantity', d.suggestion.quantity)}, ${d.suggestion.unit} (${d.suggestion.because})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Jobs(): VNode {
  if (jobs.value.length === 0) return <Empty>{t('quality.jobs.none')}</Empty>
  return (
    <ul class="jobs">
      {jobs.value.map((job) => (
        <li key={job.id}>
          {word('job', job.name)} <progress value={job.done} max={job.total ?? undefined} /> {job.detail}
        </li>
      ))}
    </ul>
  )
}

interface Quality {
  readonly letters: DeadLetters
  readonly found: readonly Discovery[]
}

const EVERY_MS = 10_000

export function QualityPage(): VNode {
  const state = useSignal<Quality | null>(null)
  const failure = useSignal<string | null>(null)
  const load = async (): Promise<void> => {
    try {
      const [letters, { discoveries }] = await Promise.all([
        get<DeadLetters>('/api/v1/dead-letters?limit=50'),
        get<{ discoveries: Discovery[] }>('/api/v1/discoveries'),
      ])
      state.value = { letters, found: discoveries }
      failure.value = null
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error)
    }
  }
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const known = state.value
  return (
    <div class="panels">
      <section class="panel wide">
        <h2>{t('quality.dead')}</h2>
        {failure.value !== null && <Failed why={failure.value} retry={() => void load()} />}
        {known === null && failure.value === null && <Loading />}
        {known !== null && <DeadLetterTable letters={known.letters} />}
      </section>
      <section class="panel wide">
        <h2>{t('quality.discoveries')}</h2>
        {known !== null && <DiscoveryTable found={known.found} />}
      </section>
      <section class="panel">
        <h2>{t('quality.jobs')}</h2>
        <Jobs />
      </section>
    </div>
  )
}
