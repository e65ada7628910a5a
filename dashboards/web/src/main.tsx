import { render } from 'preact'
import { App } from './app.tsx'
import { followAddress } from './route.ts'
import { start } from './state.ts'
import './style.css'
import { restoreTheme } from './theme.ts'

restoreTheme()
followAddress()
start()
render(<App />, document.getElementById('app') as HTMLElement)
