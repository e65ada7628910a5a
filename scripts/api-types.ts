/**
 * Types of the public API from its OpenAPI document: one interface, a member for each operation, with the answer, the body and the query.
 * `npm run api-types` writes them into the web; a unit test compares them with what is committed.
 */

import { compile, type JSONSchema } from 'json-schema-to-typescript'

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema?: JSONSchema }>>
}
interface Operation {
  readonly summary?: string
  readonly requestBody?: Media
  readonly responses?: Readonly<Record<string, Media>>
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean; readonly schema?: JSONSchema }[]
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const JSON_TYPE = 'application/json'
const BANNER = '/* Generated from /openapi.json by `npm run api-types`. Edits are lost; a unit test compares this file with the service. */'

function objectOf(properties: Record<string, JSONSchema>, required: readonly string[], description?: string): JSONSchema {
  return {
    type: 'object',
    properties,
    required: [...required],
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  }
}

function querySchema({ parameters = [] }: Operation): JSONSchema | null {
  const query = parameters.filter((p) => p.in === 'query')
  if (query.length === 0) return null
  return objectOf(
    Object.fromEntries(query.map((p) => [p.name, p.schema ?? {}])),
    query.filter((p) => p.required === true).map((p) => p.name),
  )
}

function operationSchema(operation: Operation): JSONSchema {
  const parts = {
    response: operation.responses?.['200']?.content?.[JSON_TYPE]?.schema,
    body: operation.requestBody?.content?.[JSON_TYPE]?.schema,
    query: querySchema(operation),
  }
  const described = Object.entries(parts).flatMap(([name, schema]) => (schema ? [[name, schema] as const] : []))
  return objectOf(
    Object.fromEntries(described),
    described.map(([name]) => name),
    operation.summary,
  )
}

/** TypeScript source; the same document gives the same text. */
export function generateTypes({ paths }: OpenApi): Promise<string> {
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    METHODS.flatMap((method) => {
      const operation = byMethod[method]
      return operation === undefined ? [] : [[`${method.toUpperCase()} ${path}`, operationSchema(operation)] as const]
    }),
  )
  const schema = objectOf(
    Object.fromEntries(operations),
    operations.map(([name]) => name),
  )
  return compile(schema, 'Operations', {
    bannerComment: BANNER,
    // What an answer does not describe is not for clients to rely on.
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { semi: false, singleQuote: true, printWidth: 140 },
  })
}
