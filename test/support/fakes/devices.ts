/** Use cases of devices for the HTTP edge alone: one device, one discovery, one proposal. */

import type { DevicesApi } from '../../../src/app/devices/api.ts'
import type { DevicePreview, ProposalView } from '../../../src/app/devices/device-views.ts'
import { suggest } from '../../../src/domain/index.ts'

const AT = '2026-03-02T08:00:00+08:00'
const SUGGESTION = suggest({ quantity: 'energy', unit: 'kWh', kind: 'counter', confidence: 'high' }, [{ code: 'source', values: {} }])
const FIELD = { device: 'plug-2', field: 'ENERGY.Total', last_value: '12.5', count: 3, last_seen: AT, suggestion: SUGGESTION }

const PREVIEW: DevicePreview = {
  faults: [{ cell: 'F7', column: 'unit', value: 'W', message: '"W" is not a unit of energy', hint: null }],
  columns: [{ column: 'A', head: 'make', taken_as: 'make' }],
  points: [{ row: 2, id: 'lobby/energy', quantity: 'energy', source: 'tasmota', device: 'plug-1', field: 'ENERGY.Total' }],
  file: 'campus.d/devices.yaml',
  lines: [{ change: 'added', text: '  - { id: lobby/energy }' }],
  totals: {
    point: 'lobby/energy',
    unit: 'kWh',
    form: 'total',
    parts: [{ from: AT, to: AT, old: 1000, new: 1 }],
    messages: 4,
    older_readings: 0,
  },
  readings: { before: { time: AT, value: 12 }, after: null, unit: 'kWh', display: null },
}

const PROPOSAL: ProposalView = {
  id: 'proposal-1',
  kind: 'unit',
  point: 'lobby/energy',
  file: null,
  rows: 0,
  about: { unit: 'Wh' },
  by: 'token:1',
  at: AT,
  state: 'open',
  decided_by: null,
  decided_at: null,
}

export function devicesOf(note: <T>(call: string, answer: T) => T): DevicesApi {
  const unknown = (id: string) => ({ refused: 'unknown-proposal' as const, detail: `no proposal "${id}"` })
  const found = (id: string, state: ProposalView['state']) => (id === PROPOSAL.id ? { ...PROPOSAL, state } : unknown(id))
  return {
    list: async () => ({
      devices: [
        {
          source: 'tasmota',
          device: 'plug-1',
          make: 'tasmota',
          last_seen: AT,
          online: true,
          signal: -61,
          battery: null,
          lost: 0,
          points: [
            {
              id: 'lobby/energy',
              name: {},
              place: { site: 'park', building: null, floor: null, zone: null },
              field: 'ENERGY.Total',
              quantity: 'energy',
              unit: 'kWh',
              arithmetic: 'register',
              status: 'live',
              last: { time: AT, value: 12.5, quality: 'good' },
              stale: false,
              multiplier: 1,
              serial: null,
            },
          ],
        },
      ],
      waiting: 2,
    }),
    discovered: async () => ({
      fields: [{ ...FIELD, make: 'tasmota', topic: null, source: 'tasmota' }],
      topics: [
        {
          template: 'tele/{x}/SENSOR',
          count: 2,
          last_seen: AT,
          sample: { topic: 'tele/plug-9/SENSOR', payload: '{}' },
          make: 'tasmota',
          fields: [{ ...FIELD, make: 'tasmota', topic: null, source: null }],
        },
      ],
    }),
    sheet: async (_context, { content, format }) => ({
      name: `${content}.${format}`,
      type: 'text/csv; charset=utf-8',
      bytes: new TextEncoder().encode('make,device\r\n'),
    }),
    previewSheet: async (_context, { name }) => note(`sheet ${name}`, PREVIEW),
    preview: async (_context, change) => note(`preview ${change.kind}`, PREVIEW),
    proposeSheet: async () => ({ ...PROPOSAL, kind: 'rows', point: null, file: 'meters.xlsx', rows: 30 }),
    propose: async (_context, change) => note(`propose ${change.kind}`, PROPOSAL),
    proposals: async () => [PROPOSAL],
    previewProposal: async (_context, id) => (id === PROPOSAL.id ? PREVIEW : unknown(id)),
    apply: async (_context, id) => note(`apply ${id}`, found(id, 'applied')),
    withdraw: async (_context, id) => found(id, 'withdrawn'),
  }
}
