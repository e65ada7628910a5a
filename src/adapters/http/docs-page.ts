/** The OpenAPI document as a page for people: one page, no script, nothing from other hosts. */

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>
  readonly 'x-permission'?: string
}

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema | readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths?: Readonly<Record<string, unknown>>
}

const METHODS = ['get', 'post', 'put', 'delete'] as const
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
}

/** A schema in one line of TypeScript-like shorthand: {id: string, last: {...} | null}. */
export function shorthand(described: object | undefined): string {
  const schema: Schema | undefined = described
  if (schema === undefined) return 'nothing'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.anyOf) return schema.anyOf.map(shorthand).join(' | ')
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(
      ([name, inner]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${shorthand(inner)}`,
    )
    return `{${fields.join(', ')}}`
  }
  if (Array.isArray(schema.items)) return `[${schema.items.map(shorthand).join(', ')}]`
  if (schema.items) return `[${shorthand(schema.items)}, ...]`
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'any')
}

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`
const schemaIn = (content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined): Schema | undefined =>
  Object.values(content ?? {})[0]?.schema

function rows(operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (p) =>
      `<tr><th>${p.in}</th><td>${code(`${p.name}${p.required ? '' : '?'}: ${shorthand(p.schema)}`)} ${escapeHtml(p.schema?.description ?? '')}</td></tr>`,
  )
  const body = schemaIn(operation.requestBody?.content)
  const answer = schemaIn(operation.responses?.['200']?.content)
  return [
    ...parameters,
    body === undefined ? '' : `<tr><th>body</th><td>${code(shorthand(body))}</td></tr>`,
    answer === undefined ? '' : `<tr><th>answer</th><td>${code(shorthand(answer))}</td></tr>`,
    `<tr><th>permission</th><td>${escapeHtml(operation['x-permission'] ?? '')}</td></tr>`,
  ].join('')
}

function section(path: string, method: string, operation: Operation): string {
  const text = operation.description === undefined ? '' : `<p>${escapeHtml(operation.description)}</p>`
  return `<section><h2><span>${method.toUpperCase()}</span> ${escapeHtml(path)}</h2><p>${escapeHtml(operation.summary ?? '')}</p>${text}<table>${rows(operation)}</table></section>`
}

const INTRO = `<p>JSON everywhere, times in RFC 3339, units beside numbers, <code>null</code> where nothing is known. Send <code>Authorization: Bearer TOKEN</code>;
<code>campus token create --role viewer</code> makes a token. Refusals are RFC 9457 problems with a stable <code>code</code>. The same as a document for programs:
<a href="/openapi.json">/openapi.json</a>.</p>`

export function docsPage(document: ApiDocument): string {
  const sections = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const operations = item as Readonly<Partial<Record<(typeof METHODS)[number], Operation>>>
    return METHODS.flatMap((method) => (operations[method] ? [section(path, method, operations[method])] : []))
  })
  return page(`${document.info.title} API ${document.info.version}`, `${INTRO}${sections.join('\n')}`)
}

export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/style.css"></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>
`
}

export const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; background: Canvas; color: CanvasText }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
section { border-top: 1px solid GrayText; padding: .5rem 0 1rem }
h2 { font-size: 1.05rem; font-family: ui-monospace, monospace; margin: .75rem 0 .25rem; overflow-wrap: anywhere }
h2 span { display: inline-block; min-width: 4.5rem }
p { margin: .25rem 0 .5rem }
table { border-collapse: collapse; width: 100% }
th { text-align: left; font-weight: 600; width: 7rem; vertical-align: top; padding: .15rem .5rem .15rem 0 }
td { padding: .15rem 0; overflow-wrap: anywhere }
code { font-family: ui-monospace, monospace; font-size: .875rem }
`
