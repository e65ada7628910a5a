/** What the search can do beside leading somewhere: theme, language, wall. */

import { hrefOf } from '../../address/route.ts'
import { chooseLanguage, LANGUAGES, t } from '../../text/language.ts'
import { chooseTheme, THEMES } from '../../ui/theme.ts'
import { LANGUAGE_NAMES } from '../account/account.tsx'
import type { SearchResult } from './find.ts'

export interface Action extends SearchResult {
  readonly run: () => void
}

const action = (key: string, name: string, run: () => void): Action => ({ kind: 'action', key, name, about: t('action'), href: '', run })

export function actions(): readonly Action[] {
  return [
    ...THEMES.map((choice) => action(`theme-${choice}`, `${t('theme')}: ${t(`theme.${choice}`)}`, () => chooseTheme(choice))),
    ...LANGUAGES.map((choice) =>
      action(`language-${choice}`, `${t('language')}: ${LANGUAGE_NAMES[choice]}`, () => void chooseLanguage(choice)),
    ),
    action('wall', t('action.wall'), () => {
      location.hash = hrefOf('wall')
    }),
    action('link', t('action.link'), () => void navigator.clipboard?.writeText(location.href)),
  ]
}
