import { describe, expect, it } from 'vitest'
import { refuseUnknownSource } from '../../../../src/app/administration/replay.ts'
import { tokenActions } from '../../../../src/app/administration/tokens.ts'
import { systemContext } from '../../../../src/app/context.ts'
import { createAccess } from '../../../../src/access/access.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createMemoryRecords } from '../../../support/fakes/memory-records.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'

const CAMPUS = campusOf([{ id: 'park/main/energy', quantity: 'energy' }])

describe('access tokens in administration', () => {
  it('are created by the principal of the context, for a site of the campus alone, and revoked once they exist', async () => {
    const clock = createHandClock()
    const records = createMemoryRecords()
    const { createToken, revokeToken, tokens } = tokenActions(await createAccess({ records, clock, localToken: 'local_x' }), () => CAMPUS)
    const context = systemContext('test', clock.now())
    expect(await createToken(context, { role: 'viewer', site: 'moon', expires: null })).toMatchObject({
      refused: 'invalid-request',
      detail: expect.stringContaining('no site "moon" in the campus file; there are: park'),
    })
    const created = await createToken(context, { role: 'viewer', site: 'park', expires: null })
    const id = 'token' in created ? created.id : ''
    expect(await revokeToken(context, id)).toEqual({ revoked: id })
    expect(await revokeToken(context, 'none')).toEqual({ refused: 'unknown-token', detail: 'no token "none"' })
    expect((await tokens(context)).map((t) => [t.id, t.revoked])).toEqual([[id, true]])
    expect(JSON.stringify(await records.read('token'))).toContain('"by":"system"')
  })
})

describe('a replay of the archive', () => {
  it('is refused for a source that the campus file does not have, with those that it has', () => {
    expect(refuseUnknownSource(CAMPUS, null)).toBeNull()
    expect(refuseUnknownSource(CAMPUS, 'import')).toBeNull()
    expect(refuseUnknownSource(CAMPUS, 'plugs')).toMatchObject({
      refused: 'invalid-request',
      faults: [{ path: 'source', message: expect.stringContaining('no source "plugs" in the campus file') }],
    })
  })
})
