/** The web's API types are those of the service: `npm run api-types` rewrites them when an answer has changed. */

import { describe, expect, it } from 'vitest'
import { generateTypes, type OpenApi } from '../../../scripts/api-types.ts'
import { rig } from '../adapters/http/rig.ts'

const FILE = '../../../dashboards/web/src/api/generated/schema.ts'

describe('the API types of the web', () => {
  it('are generated from the /openapi.json of this service: run `npm run api-types` where they differ', async () => {
    const { ask } = await rig()
    const document = (await ask('GET', '/openapi.json')).json<OpenApi>()
    await expect(await generateTypes(document)).toMatchFileSnapshot(FILE)
  })

  it('describe each operation by its answer, its body and its query', async () => {
    const source = await generateTypes({
      paths: {
        '/things': {
          get: {
            summary: 'Every thing',
            parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' } }],
            responses: {
              200: {
                content: {
                  'application/json': {
                    schema: { type: 'object', properties: { name: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, required: ['name'] },
                  },
                },
              },
            },
          },
        },
      },
    })
    expect(source.replaceAll(/\s+/g, ' ')).toContain("'GET /things': { response: { name: string | null } query: { limit?: number } }")
  })
})
