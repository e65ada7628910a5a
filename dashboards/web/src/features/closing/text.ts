import { translator } from '../../text/language.ts'
import type own from './messages/en.json'

export const t = translator<keyof typeof own>()
