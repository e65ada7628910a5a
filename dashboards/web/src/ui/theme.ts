/** Light or dark: the choice of the reader, else of the system. */

import { signal } from '@preact/signals'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORAGE_KEY = 'campus.theme'

export const theme = signal<Theme>('system')

function apply(next: Theme): void {
  theme.value = next
  if (next === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = next
  // Drawings on a canvas take their colours once.
  dispatchEvent(new Event('themechange'))
}

export function restoreTheme(): void {
  apply(THEMES.find((t) => t === localStorage.getItem(STORAGE_KEY)) ?? 'system')
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')))
}

export function chooseTheme(next: Theme): void {
  localStorage.setItem(STORAGE_KEY, next)
  apply(next)
}
