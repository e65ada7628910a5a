import { describe, expect, it } from 'vitest'
import { recordFrom } from '../../../../src/control/control-log.ts'
import { type ControlReasonCode, inWords, isSameReason, namesOf, why } from '../../../../src/control/reasons/reason.ts'
import { REASON_TEXTS } from '../../../../src/control/reasons/reason-texts.ts'
import { renderReason } from '../../../../src/control/reasons/render-reason.ts'

const MINUTE = 60_000
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map((m) => m[1] ?? '').sort()

describe('a reason of control', () => {
  it('has the same values in every language', () => {
    for (const [code, [en, hans, hant]] of Object.entries(REASON_TEXTS))
      expect([code, placeholders(hans), placeholders(hant)]).toEqual([code, placeholders(en), placeholders(en)])
  })

  it('is a sentence of the language of its reader, reasons within reasons too', () => {
    const first = why('when-presence', { holdOff: 10 * MINUTE })
    const other = why('outside-plan', { type: why('workday') })
    const cold = why('when-limit', { what: why('a-reading'), limit: why('below', { limit: 55 }) })
    const exceptions = [why('of-policy', { policy: 'frost', what: cold }), why('of-policy', { policy: 'heat', what: cold })]
    const reason = why('unless', { what: why('else', { first, other }), exceptions })
    expect(renderReason(reason)).toBe(
      'presence, and 10 min after it; else outside the windows of the plan of a workday, unless frost: a reading below 55 or heat: a reading below 55',
    )
    expect(renderReason(reason, 'zh-Hans')).toBe('有人时及其后 10 分钟;否则工作日计划的时段之外,除非frost:读数低于 55或heat:读数低于 55')
    expect(renderReason(reason, 'zh-Hant')).toContain('10 分鐘;否則工作日計畫')
  })

  it('joins lists and writes durations as people do', () => {
    expect(renderReason(why('days', { days: [why('weekend'), why('holiday')] }))).toBe('a weekend or holiday')
    expect(renderReason(why('outside-price', { names: namesOf(['peak', 'high']) }), 'zh-Hant')).toBe('peak、high時段之外')
    const texts = [90_000, 10 * MINUTE, 180 * MINUTE].map((left) => renderReason(why('least-on', { left }), 'zh-Hans'))
    expect(texts).toEqual(['最短开启时间:还剩 90 秒', '最短开启时间:还剩 10 分钟', '最短开启时间:还剩 3 小时'])
  })

  it('keeps the words of people as they are, braces too', () => {
    expect(renderReason(why('override', { text: 'for {all}', principal: 'ann' }), 'zh-Hans')).toBe('for {all}(ann)')
  })

  it('of another version shows its code', () => {
    expect(renderReason({ code: 'not-yet-there' as ControlReasonCode, values: {} }, 'zh-Hans')).toBe('not-yet-there')
  })

  it('is the same as another with the same values', () => {
    expect(isSameReason(why('slot', { at: '06:30' }), why('slot', { at: '06:30' }))).toBe(true)
    expect(isSameReason(why('slot', { at: '06:30' }), why('slot', { at: '09:30' }))).toBe(false)
  })
})

describe('a record of control', () => {
  it('of a version that wrote sentences is read with its sentences', () => {
    const entry = { at: 0, actuator: 'a', kind: 'sent', value: true, policy: 'p', principal: 'system' }
    const old = { entries: [{ ...entry, reason: 'presence at "a"', suppressed: [{ policy: 'q', value: 'off', reason: 'the slot' }] }] }
    const [read] = recordFrom(old).entries
    expect(read?.reason).toEqual(inWords('presence at "a"'))
    expect(read?.suppressed[0]?.reason).toEqual(inWords('the slot'))
  })
})
