import { describe, expect, it } from 'vitest'
import { OPTION_FIELDS, parseProposal } from '../../../dashboards/web/src/features/imports/options.ts'
import en from '../../../dashboards/web/src/features/imports/messages/en.json' with { type: 'json' }
import { flag, IMPORT_OPTIONS } from '../../../src/imports/index.ts'

describe('a proposal of the service', () => {
  it.each([['Europe/Berlin'], [';'], ["O'Neil=1"], ['dd.MM.yyyy HH:mm'], ['Zähler=A 1']])(
    'with the value %s becomes the value of its field',
    (value) => {
      expect(parseProposal(flag('where', value))).toEqual({ name: 'where', value, open: false })
    },
  )

  it('that the reader has to fill in opens its field, and what is no field is left out', () => {
    expect(parseProposal('--value COLUMN')).toMatchObject({ name: 'value', open: true })
    expect(parseProposal('--zone UTC')).toMatchObject({ open: false })
    expect(parseProposal('--records nem12')).toBeNull()
  })
})

describe('the fields of an import', () => {
  it('are options of the command, each with its label', () => {
    for (const { name } of OPTION_FIELDS) {
      expect(IMPORT_OPTIONS).toContain(name)
      expect(Object.keys(en)).toContain(`import.option.${name}`)
    }
  })
})
