/** Devices of the API: this file alone knows its addresses and names. */

import { get, post, upload } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

const DEVICES = '/api/v1/devices'

export type DeviceList = Answer<'GET /api/v1/devices'>
export type Device = DeviceList['devices'][number]
export type ServedPoint = Device['points'][number]
export type Discovered = Answer<'GET /api/v1/devices/discovered'>
export type DiscoveredField = Discovered['fields'][number]
export type DiscoveredTopic = Discovered['topics'][number]
export type Preview = Answer<'POST /api/v1/devices/preview'>
export type Proposal = Answer<'POST /api/v1/devices/proposals'>

/** A change as the API takes it: a point of the form, a replaced meter, a unit, the end of commissioning. */
export type ChangeBody = Readonly<Record<string, unknown>> & { readonly kind: 'point' | 'meter' | 'unit' | 'live' }

export const loadDevices = (): Promise<DeviceList> => get<DeviceList>(DEVICES)
export const loadDiscovered = (): Promise<Discovered> => get<Discovered>(`${DEVICES}/discovered`)
export const loadProposals = async (): Promise<readonly Proposal[]> =>
  (await get<Answer<'GET /api/v1/devices/proposals'>>(`${DEVICES}/proposals`)).proposals

export const sheetHref = (content: 'register' | 'template', format: 'xlsx' | 'csv'): string => `${DEVICES}/sheets/${content}.${format}`

export const previewChange = (body: ChangeBody): Promise<Preview> => post<Preview>(`${DEVICES}/preview`, body)
export const proposeChange = (body: ChangeBody): Promise<Proposal> => post<Proposal>(`${DEVICES}/proposals`, body)

const sheetPath = (action: string, { name }: File): string => `${DEVICES}/sheet/${action}?${new URLSearchParams({ file: name })}`
export const previewSheet = (file: File): Promise<Preview> => upload<Preview>(sheetPath('preview', file), file)
export const proposeSheet = (file: File): Promise<Proposal> => upload<Proposal>(sheetPath('proposals', file), file)

const proposalPath = (id: string, action: string): string => `${DEVICES}/proposals/${encodeURIComponent(id)}/${action}`
export const previewProposal = (id: string): Promise<Preview> => get<Preview>(proposalPath(id, 'preview'))
export const applyProposal = (id: string): Promise<Proposal> => post<Proposal>(proposalPath(id, 'apply'), {})
export const withdrawProposal = (id: string): Promise<Proposal> => post<Proposal>(proposalPath(id, 'withdraw'), {})
