import { formatIn } from '../../domain/index.ts'
import type { ProposalView } from './device-views.ts'
import type { DeviceProposal } from './proposals.ts'
import type { DeviceRequest } from './requests.ts'

export function proposalView({ id, request, by, at, state, decided }: DeviceProposal, zone: string): ProposalView {
  return {
    id,
    kind: request.kind,
    point: request.kind === 'rows' ? null : request.point,
    file: request.kind === 'rows' ? request.file : null,
    rows: request.kind === 'rows' ? request.rows.length : 0,
    about: aboutOf(request, zone),
    by,
    at: formatIn(zone, at),
    state,
    decided_by: decided?.by ?? null,
    decided_at: decided === null ? null : formatIn(zone, decided.at),
  }
}

function aboutOf(request: DeviceRequest, zone: string): ProposalView['about'] {
  if (request.kind === 'unit') return { unit: request.unit }
  if (request.kind === 'live') return { display: request.display }
  if (request.kind === 'rows') return request.file === null ? { ...request.rows[0]?.cells } : {}
  const { at, lastIndex, firstIndex, device, serial, multiplier } = request
  return { at: formatIn(zone, at), last_index: lastIndex, first_index: firstIndex, device, serial, ct_ratio: multiplier }
}
