/** Calls between threads: values, errors, buffers that are handed over, and a thread that dies. */

import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ThreadClient, ThreadRequest, ThreadServer } from '../../../../src/adapters/thread/protocol.ts'
import { connectThread, serve } from '../../../../src/adapters/thread/rpc.ts'
import { transferable } from '../../../../src/adapters/thread/transfer.ts'
import { PortError } from '../../../../src/ports/index.ts'

type AnyCall = (...args: unknown[]) => Promise<unknown>

/** Calls whose names the tests make up as they go. */
interface FreeProtocol {
  readonly targets: Readonly<Record<string, Readonly<Record<string, AnyCall>>>>
  readonly fromWorker: { readonly news: unknown }
  readonly toWorker: { readonly nudge: unknown; readonly unheard: number }
}

interface Pair {
  readonly client: ThreadClient<FreeProtocol>
  readonly server: ThreadServer<FreeProtocol>
}

/** Both sides over a real channel: everything is cloned or handed over as between threads. Methods may answer at once. */
function pair(targets: Readonly<Record<string, object>>): Pair {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  return { client: connectThread(port1), server: serve(port2, targets as FreeProtocol['targets']) }
}

async function failure(call: Promise<unknown> | undefined): Promise<unknown> {
  return call?.then(
    () => 'nothing thrown',
    (error: unknown) => error,
  )
}

describe('a call between threads', () => {
  it('carries arguments and the answer: objects, maps, nothing, in any order of answers', async () => {
    const gates = new Map<string, () => void>()
    const { client } = pair({
      it: {
        echo: (...args: unknown[]) => args,
        map: async () => new Map([['a', { time: 1, value: -0 }]]),
        nothing: () => undefined,
        wait: (name: string) => new Promise<string>((resolve) => gates.set(name, () => resolve(name))),
        open: (name: string) => gates.get(name)?.(),
      },
    })
    const far = client.remote('it')
    expect(await far['echo']?.(1, 'two', [null], { three: undefined })).toEqual([1, 'two', [null], { three: undefined }])
    expect(await far['map']?.()).toEqual(new Map([['a', { time: 1, value: -0 }]]))
    expect(await far['nothing']?.()).toBeUndefined()
    const first = far['wait']?.('first')
    const second = far['wait']?.('second')
    await far['open']?.('second')
    expect(await second).toBe('second')
    await far['open']?.('first')
    expect(await first).toBe('first')
  })

  it('carries a port error with its code, whether to retry, and the rows that were refused', async () => {
    const rows = [{ row: 3, why: 'no number' }]
    const { client } = pair({
      it: {
        away: () => Promise.reject(new PortError('unavailable', 'the store is away')),
        never: () => Promise.reject(new PortError('full', 'for good', { retry: false })),
        refused: async () => {
          throw new PortError('refused', 'one row', { rows })
        },
      },
    })
    const far = client.remote('it')
    const away = await failure(far['away']?.())
    expect(away).toBeInstanceOf(PortError)
    expect(away).toMatchObject({ code: 'unavailable', retry: true, message: 'the store is away', rows: [] })
    expect(await failure(far['never']?.())).toMatchObject({ code: 'full', retry: false })
    expect(await failure(far['refused']?.())).toMatchObject({ code: 'refused', retry: false, rows })
  })

  it('carries any other error with its message and where it came from, and what is thrown that is no error', async () => {
    const { client } = pair({
      it: {
        bug: () => {
          throw new TypeError('cannot read')
        },
        text: () => Promise.reject('only text'),
      },
    })
    const far = client.remote('it')
    const bug = await failure(far['bug']?.())
    expect(bug).toBeInstanceOf(Error)
    expect(bug).not.toBeInstanceOf(PortError)
    expect(bug).toMatchObject({ message: 'cannot read', stack: expect.stringContaining('rpc.test.ts') })
    expect(await failure(far['text']?.())).toMatchObject({ message: 'only text' })
  })

  it('is refused when nobody serves it: an unknown object, an unknown method, a method every object has', async () => {
    const { client, server } = pair({ it: { known: () => 1 } })
    expect(await failure(client.remote('other')['known']?.())).toMatchObject({ code: 'closed' })
    for (const method of ['unknown', 'toString', 'constructor', 'hasOwnProperty'])
      expect(await failure(client.remote('it')[method]?.())).toMatchObject({ code: 'closed' })
    server.add({ other: { known: async () => 2 } })
    expect(await client.remote('other')['known']?.()).toBe(2)
  })

  it('fails alone when its arguments or its answer cannot go between threads', async () => {
    const { client } = pair({ it: { give: () => () => 1, take: () => 'taken' } })
    const far = client.remote('it')
    expect(await failure(far['take']?.(() => 1))).toBeInstanceOf(Error)
    expect(await failure(far['give']?.())).toBeInstanceOf(Error)
    expect(await far['take']?.(1)).toBe('taken')
  })

  it('does not look like a promise: an async function may give it back', async () => {
    const { client } = pair({ it: { known: () => 1 } })
    const far = await (async () => client.remote('it'))()
    expect(await far['known']?.()).toBe(1)
  })
})

describe('typed arrays of an answer', () => {
  it('are handed over, not copied, however large', async () => {
    const rows = { names: ['a'], value: new Float64Array(2_000_000).fill(1.5), columns: [new Int32Array(10), new Uint8Array(3)] }
    const { client } = pair({ it: { rows: () => rows } })
    const got = (await client.remote('it')['rows']?.()) as typeof rows
    expect(got.value).toHaveLength(2_000_000)
    expect(got.value.every((v) => v === 1.5)).toBe(true)
    expect(got.columns.map((c) => c.length)).toEqual([10, 3])
    expect(rows.value.buffer.byteLength).toBe(0)
  })

  it('that are a part of a larger buffer are copied: their neighbours stay where they are', async () => {
    const whole = new Float64Array([1, 2, 3])
    const { client } = pair({ it: { rows: () => ({ part: whole.subarray(1, 2) }) } })
    const got = (await client.remote('it')['rows']?.()) as { part: Float64Array }
    expect([...got.part]).toEqual([2])
    expect([...whole]).toEqual([1, 2, 3])
  })

  it('that share a buffer are handed over once', () => {
    const buffer = new ArrayBuffer(16)
    expect(transferable({ a: new Float64Array(buffer), b: [new Uint8Array(buffer)] })).toEqual([buffer])
    for (const nothing of [null, undefined, 1, 'text', {}, []]) expect(transferable(nothing)).toEqual([])
  })
})

describe('events between threads', () => {
  it('go both ways, to every listener, in order', async () => {
    const { client, server } = pair({ it: { settled: () => true } })
    const heard: unknown[] = []
    client.on('news', (data) => heard.push(['first', data]))
    client.on('news', (data) => heard.push(['second', data]))
    server.on('nudge', (data) => server.emit('news', data))
    client.emit('nudge', 1)
    client.emit('nudge', { two: 2 })
    client.emit('unheard', 3)
    await client.remote('it')['settled']?.()
    expect(heard).toEqual([
      ['first', 1],
      ['second', 1],
      ['first', { two: 2 }],
      ['second', { two: 2 }],
    ])
  })
})

/** A protocol as the store thread has one. */
interface NamedProtocol {
  readonly targets: {
    readonly store: { read(from: number): Promise<string>; version(): number }
    readonly control: { close(): Promise<void> }
  }
  readonly fromWorker: { readonly done: number }
  readonly toWorker: { readonly nudge: { readonly bytes: number } }
}

describe('a name that the protocol of two threads does not have', () => {
  it('does not compile: targets, methods, arguments, events and their data', () => {
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port1.close())
    const client = connectThread<NamedProtocol>(port1)
    const server = serve<NamedProtocol>(port2, {})
    const attempts = [
      // @ts-expect-error: a mistyped target
      () => client.remote('stroe'),
      // @ts-expect-error: a mistyped method
      () => client.remote('store').raed(1),
      // @ts-expect-error: an argument of another type
      () => client.remote('store').read('1'),
      // @ts-expect-error: a method that returns no promise cannot be called from another thread
      () => client.remote('store').version(),
      // @ts-expect-error: a mistyped event
      () => client.emit('nugde', { bytes: 1 }),
      // @ts-expect-error: data of another type
      () => client.emit('nudge', 1),
      // @ts-expect-error: an event of the other direction
      () => client.on('nudge', () => undefined),
      // @ts-expect-error: a listener of other data
      () => client.on('done', (text: string) => text),
      // @ts-expect-error: data of another type
      () => server.emit('done', 'all'),
      // @ts-expect-error: a mistyped target
      () => server.add({ cotnrol: { close: async () => undefined } }),
      // @ts-expect-error: a request of a method that another target has
      (): ThreadRequest<NamedProtocol> => ({ kind: 'call', id: 1, target: 'control', method: 'read', args: [1] }),
    ]
    expect(attempts).toHaveLength(11)
  })

  it('leaves the others as they are declared', async () => {
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port1.close())
    const client = connectThread<NamedProtocol>(port1)
    serve<NamedProtocol>(port2, { store: { read: async (from) => `from ${from}`, version: () => 1 } })
    const text: string = await client.remote('store').read(3)
    expect(text).toBe('from 3')
  })
})

describe('a thread that dies', () => {
  const silent = `require('node:worker_threads').parentPort.on('message', (m) => {
    if (m.method === 'crash') throw new Error('out of luck')
    if (m.method === 'leave') process.exit(0)
  })`

  it.each([
    ['crash', 'the store thread failed: out of luck'],
    ['leave', 'the store thread has ended'],
  ])('by "%s" rejects what waits for it, and what is asked afterwards', async (how, why) => {
    const worker = new Worker(silent, { eval: true })
    const far = connectThread<FreeProtocol>(worker).remote('it')
    const ended = once(worker, 'exit').catch(() => undefined)
    const waiting = [failure(far['wait']?.()), failure(far['wait']?.()), failure(far[how]?.())]
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: 'closed', message: why })
    await ended
    expect(await failure(far['wait']?.())).toMatchObject({ code: 'closed', message: why })
    await worker.terminate()
  })

  it('because it is terminated rejects what waits for it', async () => {
    const worker = new Worker(silent, { eval: true })
    const far = connectThread<FreeProtocol>(worker).remote('it')
    const waiting = failure(far['wait']?.())
    await worker.terminate()
    expect(await waiting).toMatchObject({ code: 'closed', retry: false })
  })
})
