import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../../../src/figures/messages/language.ts'
import { message, renderMessage } from '../../../../src/figures/messages/message.ts'

describe('a message', () => {
  it('carries exact values; its sentence rounds them half up', () => {
    const text = message('bill-above', { key: 'bill.gas', site: 'park', from: '2026-01-01', to: '2026-02-01', percent: 2.25 })
    expect(renderMessage(text, 'en')).toContain('is 2.3 % above')
    expect(renderMessage(text, 'zh-Hant')).toContain('高 2.3 %')
  })

  it('renders a message among its values in the same language', () => {
    const reason = message('no-baseline', { point: 'park/lamps' })
    expect(renderMessage(message('not-claimed', { month: '2026-01', reason }), 'zh-Hans')).toBe('2026-01 未认定节能量:park/lamps 没有基线')
  })
})

describe('a template', () => {
  it('prints decimal places, those that another value names, a sign, or significant digits', () => {
    const values = { x: 3.14159, digits: 3, up: 3.05, down: -3.05, none: 0 }
    expect(fillTemplate('{x} {x:2} {x:digits} {x:~3} {up:+1} {down:+1} {none:+1}', values)).toBe('3.14159 3.14 3.142 3.14 +3.1 -3.1 0.0')
  })

  it('leaves texts as they are, and a placeholder without a value in place', () => {
    expect(fillTemplate('{a:1} {b} {c:2}', { a: 'Infinity', b: 'x' })).toBe('Infinity x {c:2}')
  })
})
