import { describe, expect, it } from 'vitest'
import { parseTemplate } from '../../../../../src/wire/conventions/ha-discovery/template.ts'
import { conventionDecoder } from '../messages.ts'
import { received } from '../messages.ts'

describe('a value template of Home Assistant', () => {
  it.each([
    ['{{ value }}', null, 1],
    ['{{ value_json.a.b }}', ['a', 'b'], 1],
    ["{{ value_json['a b'][0] | float }}", ['a b', '0'], 1],
    ['{{ value_json.e / 1000 }}', ['e'], 0.001],
    ['{{ (value_json.e | float) * 10 | round(2) }}', ['e'], 10],
    ['{{ value_json.a | default(0) | int }}', ['a'], 1],
  ])('is read: %s', (text, path, scale) => {
    expect(parseTemplate(text)).toEqual({ path, scale })
  })

  it.each([
    '{% if value %}1{% endif %}',
    '{{ states("x") }}',
    '{{ value_json.a if value_json.b }}',
    '{{ value_json.a / 0 }}',
    '{{ value | abs }}',
    '1',
  ])('is refused and never executed: %s', (text) => {
    expect(parseTemplate(text)).toBeNull()
  })
})

describe('a topic that Home Assistant described', () => {
  it('is read as described, until the description is withdrawn', () => {
    const decoder = conventionDecoder('ha-discovery', { topic: '{any+}' })
    const config = {
      unique_id: 'e1',
      state_topic: 'm/e',
      unit_of_measurement: 'Wh',
      device_class: 'energy',
      state_class: 'total',
      device: { name: 'M' },
    }
    decoder.decode(received('homeassistant/sensor/e1/config', config, { retain: true }))
    expect(decoder.decode(received('m/e', '1500')).decoded.readings).toMatchObject([
      { device: 'M', channel: 'e1', value: 1.5, unit: 'kWh', kind: 'counter' },
    ])
    decoder.decode(received('homeassistant/sensor/e1/config', '', { retain: true }))
    expect(decoder.decode(received('m/e', '1600')).decoded.readings).toEqual([])
  })
})
