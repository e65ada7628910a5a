import { effect } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { chooseLanguage, clock, LANGUAGES, type Language, language, nameOf, t, word } from './i18n.ts'
import { NowPage } from './pages/now.tsx'
import { PointPage } from './pages/point.tsx'
import { PointsPage } from './pages/points.tsx'
import { QualityPage } from './pages/quality.tsx'
import { LoginPanel } from './parts/login.tsx'
import { href, type Route, route } from './route.ts'
import { campus, link, locked, runningJobs, serviceTime, zone } from './state.ts'
import { toggleTheme } from './theme.ts'

const PAGES = [
  ['now', 'page.now'],
  ['points', 'page.points'],
  ['quality', 'page.quality'],
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

function Header(): VNode {
  const known = campus.value.value
  return (
    <header class="top">
      <div class="brand">
        <h1>{known ? nameOf(known.name, known.id) : t('title')}</h1>
        <p class="sub">
          <time>{clock(new Date(serviceTime.value), zone.value, true)}</time> {zone.value} <LinkState />
        </p>
      </div>
      <nav aria-label={t('title')}>
        {PAGES.map(([page, key]) => (
          <a key={page} href={href(page)} aria-current={route.value.page === page ? 'page' : undefined}>
            {t(key)}
          </a>
        ))}
      </nav>
      <div class="tools">
        <select aria-label={t('language')} value={language.value} onChange={(e) => chooseLanguage(e.currentTarget.value as Language)}>
          {LANGUAGES.map((l) => (
            <option key={l} value={l}>
              {LANGUAGE_NAMES[l]}
            </option>
          ))}
        </select>
        <button type="button" class="icon" aria-label={t('theme.toggle')} title={t('theme.toggle')} onClick={toggleTheme}>
          ◐
        </button>
      </div>
    </header>
  )
}

function JobBanner(): VNode | null {
  if (runningJobs.value.length === 0) return null
  return (
    <ul class="banner">
      {runningJobs.value.map((job) => (
        <li key={job.id}>
          <span>
            {job.total === null
              ? t('job.running.open', { name: word('job', job.name), done: job.done, unit: job.unit })
              : t('job.running', { name: word('job', job.name), done: job.done, total: job.total, unit: job.unit })}
          </span>
          {job.total !== null && <progress value={job.done} max={job.total} />}
        </li>
      ))}
    </ul>
  )
}

function page({ page: name, point }: Route): ComponentChildren {
  if (name === 'points') return point === null ? <PointsPage /> : <PointPage key={point} id={point} />
  return name === 'quality' ? <QualityPage /> : <NowPage />
}

export function App(): VNode {
  return (
    <>
      <Header />
      <JobBanner />
      <main>{locked.value ? <LoginPanel /> : page(route.value)}</main>
    </>
  )
}
