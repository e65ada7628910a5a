import { describe, expect, it } from 'vitest'
import { resolveSource } from '../../../src/config/campus/sources/resolve.ts'
import type { ConventionDescriptor, Mapping } from '../../../src/domain/index.ts'

function presetOf(body: Mapping): ConventionDescriptor {
  const topics = (body.forms ?? []).flatMap((form) => form.topic ?? [])
  return {
    name: 'p',
    topics,
    topicForm: null,
    retained: false,
    settings: {},
    namesQuantities: false,
    fieldRule: null,
    encodes: false,
    recognition: [],
    body,
  }
}

const PRESET = presetOf({
  forms: [
    { topic: 'a/{device}', device: 'first', points: { x: { quantity: 'power' } } },
    { topic: 'a/{device}', has: ['y'] },
    { topic: 'b/{device}', points: { x: { quantity: 'current' } } },
  ],
  models: { m1: { x: { quantity: 'voltage' } } },
})

const formsOf = (mapping: Mapping): readonly Mapping[] => resolveSource({ id: 's', mapping }, PRESET).mapping.forms ?? []

describe('a source with a preset of several forms', () => {
  it('takes the forms as they are', () => {
    expect(formsOf({}).map((form) => form.topic)).toEqual(['a/{device}', 'a/{device}', 'b/{device}'])
  })

  it('gives its topic to the first form and to those that share it', () => {
    expect(formsOf({ topic: 'plant/{device}' }).map((form) => form.topic)).toEqual(['plant/{device}', 'plant/{device}', 'b/{device}'])
  })

  it('has its keys before those of every form, and its points beside theirs', () => {
    const forms = formsOf({ device: 'own', points: { z: { quantity: 'volume' } } })
    expect(forms.map((form) => form.device)).toEqual(['own', 'own', 'own'])
    expect(forms.map((form) => form.points?.['x']?.quantity)).toEqual(['power', undefined, 'current'])
    expect(forms.every((form) => form.points?.['z']?.quantity === 'volume')).toBe(true)
  })

  it('takes the points of the model it names before those of the preset, and its own before both', () => {
    expect(formsOf({ model: 'm1' })[0]?.points?.['x']?.quantity).toBe('voltage')
    expect(formsOf({ model: 'm2' })[0]?.points?.['x']?.quantity).toBe('power')
    expect(formsOf({ model: 'm1', points: { x: { quantity: 'flow' } } })[0]?.points?.['x']?.quantity).toBe('flow')
  })
})

describe('a source with forms of its own', () => {
  it('adds its keys to each form, which come first', () => {
    const { mapping } = resolveSource(
      { id: 's', mapping: { device: 'all', forms: [{ topic: 'x' }, { topic: 'y', device: 'one' }] } },
      { ...PRESET, body: null, topics: [] },
    )
    expect(mapping.forms).toEqual([
      { topic: 'x', device: 'all' },
      { topic: 'y', device: 'one' },
    ])
  })
})
