/** Light or dark: the reader's choice, else the system's. */

const KEPT = 'campus.theme'

function show(theme: string | null): void {
  if (theme === null) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme']
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

export function restoreTheme(): void {
  show(localStorage.getItem(KEPT))
}

export function toggleTheme(): void {
  const next = isDark() ? 'light' : 'dark'
  localStorage.setItem(KEPT, next)
  show(next)
  dispatchEvent(new Event('themechange'))
}
