import { effect } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import type { Job } from './api.ts'
import { clock, number } from './format.ts'
import { chooseLanguage, LANGUAGES, type Language, language, nameOf, t, word } from './i18n.ts'
import { link, lostAt } from './live.ts'
import { NowPage } from './pages/now.tsx'
import { PointPage } from './pages/point.tsx'
import { PointsPage } from './pages/points.tsx'
import { QualityPage } from './pages/quality.tsx'
import { LazyPage } from './parts/lazy-page.tsx'
import { LoginPanel } from './parts/login.tsx'
import { href, type Route, route } from './route.ts'
import { alarms, campus, locked, serviceTime, shownJobs, zone } from './state.ts'
import { toggleTheme } from './theme.ts'

const PAGES = [
  ['now', 'page.now'],
  ['points', 'page.points'],
  ['quality', 'page.quality'],
  ['report', 'page.report'],
  ['savings', 'page.savings'],
  ['entries', 'page.entries'],
  ['alarms', 'page.alarms'],
] as const

/** Language names are the same in every language. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文' }

effect(() => {
  document.documentElement.lang = language.value
  document.title = campus.value.value ? `${nameOf(campus.value.value.name, campus.value.value.id)} · ${t('title')}` : t('title')
})

function LinkState(): VNode {
  const key = link.value === 'on' ? 'live.on' : link.value === 'off' ? 'live.off' : 'live.connecting'
  return (
    <span class={`link link-${link.value}`} role="status">
      {t(key)}
    </span>
  )
}

function Brand(): VNode {
  const known = campus.value.value
  return (
    <div class="brand">
      <h1>{known ? nameOf(known.name, known.id) : t('title')}</h1>
      <p class="sub">
        <time>{clock(new Date(serviceTime.value), zone.value, true)}</time> {zone.value} <LinkState />
      </p>
    </div>
  )
}

function Tools(): VNode {
  return (
    <div class="tools">
      <select aria-label={t('language')} value={language.value} onChange={(e) => chooseLanguage(e.currentTarget.value as Language)}>
        {LANGUAGES.map((l) => (
          <option key={l} value={l} lang={l}>
            {LANGUAGE_NAMES[l]}
          </option>
        ))}
      </select>
      <button type="button" class="icon" aria-label={t('theme.toggle')} title={t('theme.toggle')} onClick={toggleTheme}>
        ◐
      </button>
    </div>
  )
}

/** The address is the route, so a link into the page would leave it: the focus is moved by hand. */
function toContent(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

/** How many hold now; nothing when none does. */
function OpenAlarms(): VNode | null {
  const open = (alarms.value.value ?? []).filter((a) => a.state === 'open').length
  return open === 0 ? null : <span class="count"> {open}</span>
}

function Header(): VNode {
  return (
    <header class="top">
      <a class="skip" href="#content" onClick={toContent}>
        {t('skip')}
      </a>
      <Brand />
      <nav aria-label={t('navigation')}>
        {PAGES.map(([page, key]) => (
          <a key={page} href={href(page)} aria-current={route.value.page === page ? 'page' : undefined}>
            {t(key)}
            {page === 'alarms' && <OpenAlarms />}
          </a>
        ))}
      </nav>
      <Tools />
    </header>
  )
}

function Lost(): VNode | null {
  if (lostAt.value === null) return null
  return (
    <p class="lost" role="alert">
      {t('live.lost', { time: clock(new Date(lostAt.value), zone.value, true) })}
    </p>
  )
}

function jobText(job: Job): string {
  const name = word('job', job.name)
  if (job.state === 'failed') return t('job.failed', { name })
  const values = { name, done: number(job.done, 0), unit: word('count', job.unit) }
  return job.total === null ? t('job.running.open', values) : t('job.running', { ...values, total: number(job.total, 0) })
}

function JobBanner(): VNode | null {
  if (shownJobs.value.length === 0) return null
  return (
    <ul class="banner">
      {shownJobs.value.map((job) => (
        <li key={job.id}>
          <span>{jobText(job)}</span>
          {job.state === 'running' && job.total !== null && <progress aria-hidden="true" value={job.done} max={job.total} />}
        </li>
      ))}
    </ul>
  )
}

function page({ page: name, point }: Route): ComponentChildren {
  if (name === 'points') return point === null ? <PointsPage /> : <PointPage key={point} id={point} />
  if (name === 'quality') return <QualityPage />
  return name === 'now' ? <NowPage /> : <LazyPage name={name} />
}

export function App(): VNode {
  return (
    <>
      <Header />
      <Lost />
      <JobBanner />
      <main id="content" tabIndex={-1} class={link.value === 'off' ? 'of-then' : undefined}>
        {locked.value ? <LoginPanel /> : page(route.value)}
      </main>
    </>
  )
}
