import { describe, expect, it } from 'vitest'
import { subscriptionsOf, topicTemplate } from '../../../../src/wire/index.ts'

describe('topic templates', () => {
  it('capture single levels, parts of levels and several levels', () => {
    expect({ ...topicTemplate('tele/{device}/SENSOR').match('tele/pow-1/SENSOR') }).toEqual({ device: 'pow-1' })
    expect({ ...topicTemplate('shelly-{mac}/events/rpc').match('shelly-a0b1/events/rpc') }).toEqual({ mac: 'a0b1' })
    expect({ ...topicTemplate('{prefix}/{device+}/state').match('home/a/b/state') }).toEqual({ prefix: 'home', device: 'a/b' })
    expect({ ...topicTemplate('/neuron/{app}').match('/neuron/mqtt') }).toEqual({ app: 'mqtt' })
  })

  it('do not match topics with more levels, empty levels or other literal characters', () => {
    expect(topicTemplate('tele/{device}/SENSOR').match('tele/a/b/SENSOR')).toBeNull()
    expect(topicTemplate('tele/{device}/SENSOR').match('tele//SENSOR')).toBeNull()
    expect(topicTemplate('a.b/{x}').match('aXb/1')).toBeNull()
  })

  it('become MQTT filters', () => {
    expect(topicTemplate('tele/{device}/SENSOR').filter).toBe('tele/+/SENSOR')
    expect(topicTemplate('shelly-{mac}/events/rpc').filter).toBe('+/events/rpc')
    expect(topicTemplate('x/{rest+}').filter).toBe('x/#')
    expect(topicTemplate('x/{mid+}/state').filter).toBe('x/#')
    expect(topicTemplate('$thing/up/{pk}/gzip').filter).toBe('$thing/up/+/gzip')
  })

  it('give each filter of a campus once', () => {
    const source = (id: string, preset: string, topic?: string) => ({ id, preset, mapping: topic === undefined ? {} : { topic } })
    expect(subscriptionsOf([source('n', 'native'), source('a', 'mapping', 'm/{device}'), source('b', 'mapping', 'm/{x}')])).toEqual([
      { filter: 'campus/+/+/+', retained: true },
      { filter: 'm/+', retained: false },
    ])
    expect(subscriptionsOf([source('x', 'not-there')])).toEqual([])
  })
})
