/** Who I am, and how I read: role, sign-in, language, theme. */

import { CircleUser } from 'lucide'
import type { VNode } from 'preact'
import { hrefOf } from '../../address/route.ts'
import { locked, session, signOut } from '../../state/session.ts'
import { begin } from '../../state/stream.ts'
import { chooseLanguage, LANGUAGES, type Language, language, t, term } from '../../text/language.ts'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { chooseTheme, THEMES, theme } from '../../ui/theme.ts'
import { ACCOUNT_SCREEN } from './account-screen.ts'
import { titleOf } from '../screen.ts'
import { SignInForm } from './sign-in.tsx'

/** Languages are named in themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文' }

export function LanguageChoice(): VNode {
  return (
    <select
      class="language"
      aria-label={t('language')}
      value={language.value}
      onChange={(e) => void chooseLanguage(e.currentTarget.value as Language)}
    >
      {LANGUAGES.map((l) => (
        <option key={l} value={l} lang={l}>
          {LANGUAGE_NAMES[l]}
        </option>
      ))}
    </select>
  )
}

function ThemeChoice(): VNode {
  return (
    <fieldset class="segments">
      <legend>{t('theme')}</legend>
      {THEMES.map((choice) => (
        <button key={choice} type="button" aria-pressed={theme.value === choice} onClick={() => chooseTheme(choice)}>
          {t(`theme.${choice}`)}
        </button>
      ))}
    </fieldset>
  )
}

function Identity({ close }: { close: () => void }): VNode {
  const who = session.value
  const leave = async (): Promise<void> => {
    await signOut()
    close()
    await begin()
  }
  if (who === null) return <p class="sub">{t('account.nobody')}</p>
  return (
    <>
      <p>
        {who.name !== undefined && <strong>{who.name} </strong>}
        <strong>{term('role', who.role)}</strong>
        <span class="sub"> {who.site === null ? t('account.every-site') : t('account.site', { site: who.site })}</span>
      </p>
      {who.name !== undefined && (
        <p>
          <a href={hrefOf(['setup', 'account'])} onClick={close}>
            {titleOf(ACCOUNT_SCREEN)}
          </a>
        </p>
      )}
      {who.via === 'session' ? (
        <button type="button" onClick={() => void leave()}>
          {t('account.sign-out')}
        </button>
      ) : (
        <SignInForm onDone={close} />
      )}
    </>
  )
}

export function Account(): VNode {
  const role = session.value === null ? t('account.nobody') : term('role', session.value.role)
  return (
    <Popover
      label={t('account')}
      class="account"
      align="end"
      button={
        <>
          <Icon node={CircleUser} size={20} />
          <span class="wide-only">{role}</span>
        </>
      }
    >
      {(close) => (
        <div class="settings">
          {!locked.value && <Identity close={close} />}
          <ThemeChoice />
        </div>
      )}
    </Popover>
  )
}
