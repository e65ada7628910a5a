/** What the benchmarks set up as peers: flows and configurations, judged without the programs that read them. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'

const PEERS = resolve(import.meta.dirname, '../../bench/peers')
const AT = { mqttPort: 1884, influxPort: 8087, port: 1885, client: 'someone', filter: 'campus/+/+/+', database: 'there' }

type At = typeof AT
interface FlowNode {
  readonly id: string
  readonly func?: string
  readonly initialize?: string
  readonly [key: string]: unknown
}

const peer = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(PEERS, path)).href)) as T

describe('the flow of Node-RED', () => {
  let nodes: ReadonlyMap<string, FlowNode>
  beforeAll(async () => {
    const { flowOf } = await peer<{ flowOf: (at: At) => FlowNode[] }>('node-red/flow.mjs')
    nodes = new Map(flowOf(AT).map((node) => [node.id, node]))
  })

  /** The function node as Node-RED runs it: its two texts share a context; `tick` is what it asked to be called again and again. */
  function running(): { receive: (topic: string, payload: unknown) => void; sent: string[]; tick: () => void } {
    const sent: string[] = []
    const context = {}
    const node = { send: ({ payload }: { payload: string }) => sent.push(payload) }
    let tick = (): void => undefined
    const every = (call: () => void): void => void (tick = call)
    const text = (key: 'func' | 'initialize'): string => nodes.get('batch')?.[key] ?? ''
    compileFunction(text('initialize'), ['context', 'node', 'setInterval'])(context, node, every)
    const body = compileFunction(text('func'), ['msg', 'context', 'node'])
    return { receive: (topic, payload) => void body({ topic, payload }, context, node), sent, tick: () => tick() }
  }

  it('holds a persistent session of its own and asks for acknowledged messages', () => {
    expect(nodes.get('broker')).toMatchObject({ port: '1884', clientid: 'someone', cleansession: false })
    expect(nodes.get('in')).toMatchObject({ topic: 'campus/+/+/+', qos: '1', datatype: 'json' })
    expect(nodes.get('write')).toMatchObject({ url: 'http://127.0.0.1:8087/write?db=there&precision=ms', persist: true })
  })

  it('makes one write of a thousand messages', () => {
    const flow = running()
    for (let i = 0; i < 1000; i++) flow.receive('campus/a/d1/telemetry', { time: i, values: { power: i / 2 } })
    expect(flow.sent).toHaveLength(1)
    expect(flow.sent[0]?.split('\n')).toHaveLength(1000)
    expect(flow.sent[0]?.split('\n')[3]).toBe('reading,point=a/d1/power v=1.5,q=0i 3')
  })

  it('writes every reading of a batch, and what is left after a while', () => {
    const flow = running()
    flow.receive('campus/a/d1/telemetry', {
      readings: [
        { time: 1, values: { power: 2 } },
        { time: 2, values: { power: 4 } },
      ],
    })
    expect(flow.sent).toEqual([])
    flow.tick()
    flow.tick()
    expect(flow.sent).toEqual(['reading,point=a/d1/power v=2,q=0i 1\nreading,point=a/d1/power v=4,q=0i 2'])
  })
})

describe('the lock file of Node-RED', () => {
  it('names no registry, so that it installs from any', () => {
    const lock = JSON.parse(readFileSync(join(PEERS, 'node-red/package-lock.json'), 'utf8')) as { packages: Record<string, object> }
    expect(Object.entries(lock.packages).filter(([, row]) => 'resolved' in row)).toEqual([])
    expect(Object.keys(lock.packages)).toContain('node_modules/node-red')
  })
})

describe('the configuration of Telegraf', () => {
  it('acknowledges after the write, over a session that stays', async () => {
    const { telegrafConfig } = await peer<{ telegrafConfig: (at: At, readings: number) => string }>('telegraf.mjs')
    const lines = telegrafConfig(AT, 1)
      .split('\n')
      .map((line) => line.trim())
    expect(lines).toEqual(expect.arrayContaining(['qos = 1', 'persistent_session = true', 'client_id = "someone"', 'database = "there"']))
    expect(lines.some((line) => line.startsWith('json_query'))).toBe(false)
  })

  it('takes the readings of a batch one by one and holds as many as before', async () => {
    const { telegrafConfig } = await peer<{ telegrafConfig: (at: At, readings: number) => string }>('telegraf.mjs')
    const text = telegrafConfig(AT, 50)
    expect(text).toContain('json_query = "readings"')
    expect(text).toContain('max_undelivered_messages = 400')
  })
})

describe('the configuration of fluent-bit', () => {
  it('listens itself, lifts the values and writes a series per topic', async () => {
    const { fluentBitConfig } = await peer<{ fluentBitConfig: (at: At) => string }>('fluent-bit.mjs')
    const lines = fluentBitConfig(AT)
      .split('\n')
      .map((line) => line.trim())
    expect(lines).toEqual(
      expect.arrayContaining(['Port 1885', 'Nested_under values', 'Database there', 'Tag_Keys topic', 'Sequence_Tag off']),
    )
  })
})
