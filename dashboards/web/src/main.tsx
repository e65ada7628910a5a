import { render } from 'preact'
import { followAddress } from './address/route.ts'
import { Frame } from './frame/frame.tsx'
import { begin, keepCurrent } from './state/stream.ts'
import { restoreLanguage } from './text/language.ts'
import { restoreTheme } from './ui/theme.ts'
import './ui/styles/index.css'

restoreTheme()
// A wall is opened by a short address that can be typed: /?wall
if (new URLSearchParams(location.search).has('wall') && location.hash === '') location.hash = '#/wall'
followAddress()
keepCurrent()
void begin()
await restoreLanguage()
render(<Frame />, document.getElementById('app') as HTMLElement)
