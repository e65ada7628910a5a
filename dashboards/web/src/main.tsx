import { render } from 'preact'
import { App } from './app.tsx'
import { restoreLanguage } from './i18n.ts'
import { begin } from './live.ts'
import { followAddress } from './route.ts'
import { keepCurrent } from './state.ts'
import './style.css'
import { restoreTheme } from './theme.ts'

restoreTheme()
restoreLanguage()
followAddress()
keepCurrent()
void begin()
render(<App />, document.getElementById('app') as HTMLElement)
