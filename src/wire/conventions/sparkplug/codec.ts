/** Sparkplug B 3.0 as a host application reads it: births, data by alias, deaths, the order of messages, STATE. */

import type { RawMessage, Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, type DecodeOutput, refuse } from '../../codec.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader, type FieldReader } from '../../fields/reader.ts'
import { ignore } from '../../fields/scope.ts'
import { createRegisters, type Registers, watchRegisters } from '../../fields/registers.ts'
import { SPARKPLUG } from './descriptor.ts'
import { createEdges, type Edge, type Edges, findByName, forgetMetrics, type KnownMetric, learnMetric } from './edges.ts'
import { encodeSparkplug } from './encode.ts'
import { hostOf, welcomeHost } from './host.ts'
import { describeMetric, type MetricsMessage, readMetricValue } from './metrics.ts'
import { beginOrder, followOrder, type OrderedMessage, requestRebirth } from './order.ts'
import { type Metric, readPayload, type SparkplugPayload, unsigned } from './payload.ts'
import { readHostState } from './state.ts'
import { parseSparkplugTopic, type SparkplugKind } from './topic.ts'

const VERSION = 1

interface SparkplugMessage extends OrderedMessage {
  readonly kind: SparkplugKind
  /** Full name of the device, or of the node where the message is its own. */
  readonly device: string
  readonly reader: FieldReader
  readonly registers: Registers
  /** The edge node by its births in force: what a replay knows where the births themselves are not replayed. */
  readonly live: Edge
}

function bdSeqOf({ metrics }: SparkplugPayload): number | null {
  const metric = metrics.find(({ name }) => name === 'bdSeq')
  return metric === undefined || (metric.form !== 'int' && metric.form !== 'long') ? null : unsigned(metric.halves)
}

function metricsOf(sparkplug: SparkplugMessage, { timestamp }: SparkplugPayload): MetricsMessage {
  return { ...sparkplug, timestamp, about: [] }
}

function closeMetrics({ out, message }: SparkplugMessage, { about }: MetricsMessage, device: string): void {
  if (about.length > 0) out.events.push({ type: 'metadata', device, fields: about.slice(0, 200) })
  if (out.readings.length + out.events.length + out.dead.length === 0)
    ignore(out, device, message.retain ? 'a retained message without values' : 'a message without metrics')
}

/** Commands repeat them. */
function datatypesOf({ metrics }: SparkplugPayload): Readonly<Record<string, number>> {
  const datatypes = Object.create(null) as Record<string, number>
  for (const { name, datatype } of metrics) if (name !== null && datatype !== null) datatypes[name] = datatype
  return datatypes
}

function readBirth(sparkplug: SparkplugMessage, payload: SparkplugPayload): void {
  const { kind, edge, device, out, message } = sparkplug
  const node = kind === 'NBIRTH'
  forgetMetrics(edge, node ? null : device)
  if (node) {
    edge.born = true
    edge.bdSeq = bdSeqOf(payload)
    if (message.replayed === undefined) beginOrder(sparkplug, payload.seq)
  } else followOrder(sparkplug, payload.seq)
  if (!message.retain) out.events.push({ type: node ? 'node-online' : 'device-online', device, datatypes: datatypesOf(payload) })
  const metrics = metricsOf(sparkplug, payload)
  for (const metric of payload.metrics) {
    const { name, alias, datatype, unit } = metric
    if (name === null) refuse(out, 'unknown-alias', `a metric in the birth of "${device}" has no name`)
    else {
      const known = learnMetric(edge, { device, name, alias, datatype: datatype ?? 0, unit })
      describeMetric(metrics, known)
      readMetricValue(metrics, known, metric)
    }
  }
  closeMetrics(sparkplug, metrics, device)
}

/** The birth of a metric: by its alias, else by its name; a metric with name and datatype describes itself. */
function knownMetric({ edge, live, device }: SparkplugMessage, { name, alias, datatype, unit }: Metric): KnownMetric | null {
  const byAlias = alias === null ? undefined : (edge.aliases.get(alias) ?? live.aliases.get(alias))
  if (byAlias !== undefined && (name === null || byAlias.name === name)) return byAlias
  if (name === null) return null
  return (
    findByName(edge, device, name) ??
    findByName(live, device, name) ??
    (datatype === null ? null : { device, name, alias: null, datatype, unit, rule: null })
  )
}

function readData(sparkplug: SparkplugMessage, payload: SparkplugPayload): void {
  const { edge, device, out } = sparkplug
  followOrder(sparkplug, payload.seq)
  const metrics = metricsOf(sparkplug, payload)
  const unknown: string[] = []
  for (const metric of payload.metrics) {
    const known = knownMetric(sparkplug, metric)
    if (known === null) unknown.push(metric.name ?? `alias ${metric.alias ?? 'absent'}`)
    else readMetricValue(metrics, known, metric)
  }
  if (unknown.length > 0) {
    const reason = edge.born ? 'unknown-alias' : 'no-birth'
    refuse(out, reason, `no birth of "${device}" describes ${unknown.length} metrics: ${unknown.slice(0, 5).join(', ')}`)
  }
  if (unknown.length > 0 || !edge.born) requestRebirth(sparkplug)
  closeMetrics(sparkplug, metrics, device)
}

/** A will of an earlier session comes when its connection is found dead: its bdSeq is not that of the birth. */
function readNodeDeath({ edge, device, out, name }: SparkplugMessage, payload: SparkplugPayload): void {
  const bdSeq = bdSeqOf(payload)
  if (edge.bdSeq !== null && bdSeq !== null && bdSeq !== edge.bdSeq)
    return ignore(out, name, `the death of an earlier session: bdSeq ${bdSeq}, the birth has ${edge.bdSeq}`)
  edge.born = false
  edge.seq = null
  edge.hole = null
  out.events.push({ type: 'node-offline', device })
}

function readCommand({ device, out, message }: SparkplugMessage, { metrics }: SparkplugPayload): void {
  for (const { name, alias } of metrics.slice(0, 100)) {
    const channel = name ?? (alias === null ? null : `alias ${alias}`)
    out.events.push({ type: 'command-seen', device, command: channel ?? '', channel, value: null, retained: message.retain })
  }
  if (metrics.length === 0) ignore(out, device, 'a command without metrics')
}

function readMessage(sparkplug: SparkplugMessage): void {
  const { kind, out, message, reader, device } = sparkplug
  const read = readPayload(message.payload, reader.compiled.limits.readingsPerMessage)
  if (!read.ok) {
    refuse(out, read.many ? 'too-many-readings' : 'proto-error', read.detail)
    if (!kind.endsWith('CMD') && !read.many) requestRebirth(sparkplug)
    return
  }
  const { payload } = read
  if (kind === 'NBIRTH' || kind === 'DBIRTH') readBirth(sparkplug, payload)
  else if (kind === 'NDATA' || kind === 'DDATA') readData(sparkplug, payload)
  else if (kind === 'NDEATH') readNodeDeath(sparkplug, payload)
  else if (kind === 'DDEATH') {
    followOrder(sparkplug, payload.seq)
    out.events.push({ type: 'device-offline', device })
  } else readCommand(sparkplug, payload)
  if (out.readings.length > 0) watchRegisters(sparkplug.registers, out, 0, () => false)
}

interface SparkplugState {
  readonly reader: FieldReader
  readonly edges: Edges
  /** Births among messages that are decoded again: older ones must not replace those in force. */
  readonly again: Edges
  readonly registers: Registers
  /** Id of the service as a host application. */
  readonly host: string | null
}

function decodeMessage({ reader, edges, again, registers, host }: SparkplugState, message: RawMessage, out: DecodeOutput): void {
  const topic = parseSparkplugTopic(message.topic)
  if (topic === null) refuse(out, 'unknown-topic', `"${message.topic}" has not the levels of a Sparkplug topic`)
  else if (topic.kind === 'STATE') {
    const online = readHostState(message, topic, out)
    if (online && !topic.legacy && topic.host === host) welcomeHost(edges, message, out)
  } else {
    const { kind, edge: name, device } = topic
    const live = edges.of(name)
    const edge = message.replayed === undefined ? live : again.of(name)
    readMessage({ kind, name, edge, live, device: device === null ? name : `${name}/${device}`, message, out, reader, registers })
  }
}

function openSparkplug(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, () => null)
  const state = { reader, edges: createEdges(), again: createEdges(), registers: createRegisters(), host: hostOf(source) }
  const decode: Codec['decode'] = (message, _captures, out) => {
    decodeMessage(state, message, out)
    return 'handled'
  }
  return codecWithMemory(
    { decode, version: VERSION, limits: context.limits },
    { edges: state.edges, registers: state.registers, newest: reader.newest },
  )
}

export const sparkplug: Convention = { descriptor: SPARKPLUG, open: openSparkplug, encode: encodeSparkplug }
