/** Light or dark: the choice of the reader, else of the system. */

import { signal } from '@preact/signals'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORAGE_KEY = 'campus.theme'

export const theme = signal<Theme>('system')

const dark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')

/** The document always names light or dark, so that the style sheet holds each colour once. */
function apply(next: Theme): void {
  theme.value = next
  document.documentElement.dataset['theme'] = next === 'system' ? (dark().matches ? 'dark' : 'light') : next
  // Drawings on a canvas take their colours once.
  dispatchEvent(new Event('themechange'))
}

export function restoreTheme(): void {
  apply(THEMES.find((t) => t === localStorage.getItem(STORAGE_KEY)) ?? 'system')
  dark().addEventListener('change', () => apply(theme.value))
}

export function chooseTheme(next: Theme): void {
  localStorage.setItem(STORAGE_KEY, next)
  apply(next)
}
