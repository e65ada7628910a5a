import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { type Amount, type Curve, get, type Medium, type Now } from '../api.ts'
import { day, nameOf, number, percent, t, unit, word } from '../i18n.ts'
import { Bars, useName } from '../parts/bars.tsx'
import { Chart } from '../parts/chart.tsx'
import { Empty, Failed, Loading, Missing } from '../parts/states.tsx'
import { ValueTable } from '../parts/value-table.tsx'
import { campus, loadNow, now } from '../state.ts'

function Tile({ title, value, children }: { title: string; value: ComponentChildren; children: ComponentChildren }): VNode {
  return (
    <section class="tile">
      <h2>{title}</h2>
      <p class="big">{value}</p>
      <div class="notes">{children}</div>
    </section>
  )
}

function Amounted({ value, unit: code }: { value: number | null; unit: string }): VNode {
  if (value === null) return <Missing />
  return (
    <>
      {number(value)} <small>{unit(code)}</small>
    </>
  )
}

function Covered({ amount }: { amount: Amount }): VNode {
  return <p>{amount.coverage === null ? t('now.covered.none') : t('now.covered', { share: percent(amount.coverage) })}</p>
}

function Yesterday({ medium }: { medium: Medium }): VNode {
  const { value, unit: code } = medium.yesterday_same_time
  if (value === null) return <p>{t('now.yesterday.missing')}</p>
  const today = medium.today.value
  const change =
    today === null || value === 0 ? '–' : `${today >= value ? '+' : '−'}${percent(Math.min(9.99, Math.abs(today / value - 1)))}`
  return <p>{t('now.yesterday', { value: `${number(value)} ${unit(code)}`, change })}</p>
}

function PowerTile({ medium }: { medium: Medium }): VNode {
  return (
    <Tile title={t('tile.power')} value={<Amounted {...medium.total} />}>
      <p>{t('now.of', { fresh: medium.total.fresh, points: medium.total.points })}</p>
    </Tile>
  )
}

function TodayTile({ title, medium, rate }: { title: string; medium: Medium; rate: boolean }): VNode {
  const { total } = medium
  return (
    <Tile title={title} value={<Amounted {...medium.today} />}>
      <Covered amount={medium.today} />
      <Yesterday medium={medium} />
      {rate && total.value !== null && <p>{t('now.rate', { value: `${number(total.value)} ${unit(total.unit)}` })}</p>}
    </Tile>
  )
}

function Tiles({ state }: { state: Now }): VNode {
  const of = (name: Medium['medium']): Medium | undefined => state.media.find((m) => m.medium === name)
  const [power, tap, reclaimed] = [of('electricity'), of('tap-water'), of('reclaimed-water')]
  return (
    <div class="tiles">
      {power && <PowerTile medium={power} />}
      {power && <TodayTile title={t('tile.energy')} medium={power} rate={false} />}
      {tap && <TodayTile title={t('tile.tap')} medium={tap} rate />}
      {reclaimed && <TodayTile title={t('tile.reclaimed')} medium={reclaimed} rate />}
      <Tile title={t('tile.coverage')} value={state.coverage_today === null ? <Missing /> : percent(state.coverage_today)}>
        <p>{t('coverage.explain')}</p>
      </Tile>
      <Tile title={t('tile.points')} value={state.points.total}>
        <p>{t('points.fresh', { n: state.points.fresh })}</p>
        <p>{t('points.stale', { n: state.points.stale })}</p>
        <p>{t('points.silent', { n: state.points.silent })}</p>
      </Tile>
    </div>
  )
}

const CURVE_EVERY_MS = 30_000

function TodayCurve(): VNode {
  const curve = useSignal<Curve | null>(null)
  const failure = useSignal<string | null>(null)
  const load = async (): Promise<void> => {
    try {
      curve.value = await get<Curve>('/api/v1/curve?medium=electricity')
      failure.value = null
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error)
    }
  }
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), CURVE_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const known = curve.value
  return (
    <section class="panel wide">
      <h2>{t('curve.title')}</h2>
      {failure.value !== null && <Failed why={failure.value} retry={() => void load()} />}
      {known === null && failure.value === null && <Loading />}
      {known !== null && <DrawnCurve curve={known} />}
    </section>
  )
}

function DrawnCurve({ curve }: { curve: Curve }): VNode {
  if (curve.values.every((v) => v.value === null)) return <Empty>{t('curve.none')}</Empty>
  const code = unit(curve.unit)
  return (
    <>
      <p class="sub">
        {t('curve.period', { day: day(new Date(curve.values[0]?.time ?? 0), curve.zone), zone: curve.zone })} · {t('curve.partial')}
      </p>
      <Chart values={curve.values} unit={code} zone={curve.zone} label={t('curve.title')} />
      <ValueTable values={curve.values} unit={code} zone={curve.zone} file={`electricity-${curve.day}`} />
    </>
  )
}

/** Keys of sites and buildings: `site/building`, or a site by its own name. */
function placeName(key: string): string {
  const site = campus.value.value?.sites.find((s) => s.id === key)
  return site ? nameOf(site.name, key) : key
}

function Breakdown({ medium }: { medium: Medium }): VNode {
  const power = medium.medium === 'electricity'
  const of = (title: string): string => (power ? title : `${title}: ${word('medium', medium.medium)}`)
  return (
    <>
      <Bars title={of(t(power ? 'power.by_building' : 'water.by_building'))} sums={medium.by_building} name={placeName} />
      <Bars title={of(t(power ? 'power.by_use' : 'water.by_use'))} sums={medium.by_use} name={useName} />
    </>
  )
}

export function NowPage(): VNode {
  const { value: state, failure } = now.value
  if (state === null) return failure === null ? <Loading /> : <Failed why={failure} retry={() => void loadNow()} />
  return (
    <>
      {failure !== null && <Failed why={failure} retry={() => void loadNow()} />}
      {state.points.total === state.points.silent && <Empty>{t('empty.points')}</Empty>}
      <Tiles state={state} />
      <div class="panels">
        <TodayCurve />
        {state.media.map((medium) => (
          <Breakdown key={medium.medium} medium={medium} />
        ))}
      </div>
    </>
  )
}
