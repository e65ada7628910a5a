/** Home Assistant discovery: descriptions become suggestions; a message on a described topic is read as described. */

import { quantityOf, refuseCommand, type Source } from '../../../domain/index.ts'
import { ORIGIN } from '../../announcements/home-assistant.ts'
import { type Codec, type CodecContext, type Convention, quote, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { type FieldMessage, ignore, openFields } from '../../fields/scope.ts'
import { emit } from '../../mapping/reading.ts'
import { parseJson, textOf } from '../../values/json.ts'
import { asText, child, isObject, joinPath, valueAt } from '../../values/path.ts'
import { deviceNameOf, entityIdOf, expandConfig } from './config.ts'
import { HA_DISCOVERY } from './descriptor.ts'
import { createEntities, type Entities, type Entity, type KnownEntity } from './entities.ts'
import { ruleOfEntity } from './entity.ts'
import { parseTemplate } from './template.ts'

const VERSION = 1
const COMPONENTS_KEPT = 500

interface DiscoveryMessage extends FieldMessage {
  readonly entities: Entities
}

/** `<prefix>/<component>/[<node>/]<object>/config`. */
interface ConfigPlace {
  readonly component: string
  readonly object: string
}

function placeOf(topic: string): ConfigPlace | null {
  const levels = topic.split('/')
  if (levels.at(-1) !== 'config' || levels.length < 4) return null
  const named = levels.slice(1, -1)
  return { component: named[0] ?? '', object: named.slice(1).join('/') }
}

interface Description {
  readonly component: string
  readonly object: string
  readonly config: Readonly<Record<string, unknown>>
  /** Of the whole, for components of one device. */
  readonly device: string
}

/** The entity of one description; null, after an event or a dead letter, where it suggests nothing. */
function entityOf({ out }: DiscoveryMessage, { component, object, config, device }: Description): Entity | null {
  const id = entityIdOf(config, object)
  const topic = config['state_topic']
  const rule = ruleOfEntity(component, config)
  if (rule === null || typeof topic !== 'string') {
    ignore(out, device, `${component === '' ? 'an entity' : component} "${id}" measures nothing`)
    return null
  }
  const template = parseTemplate(config['value_template'])
  if (template === null) {
    refuse(out, 'template-unsupported', `the template of "${id}" is not supported: ${quote(config['value_template'])}`)
    return null
  }
  return { id, device, topic, path: template.path, scale: template.scale, rule }
}

function suggest({ out }: DiscoveryMessage, { id, device, topic, path, rule }: Entity, commandable: boolean): void {
  const quantity = rule.quantity ?? 'unknown'
  const definition = quantityOf(quantity)
  const unit = rule.unit ?? definition.unit
  const at = path === null || path.length === 0 ? null : path.reduce(joinPath, '')
  const described = { quantity, kind: rule.kind === undefined || rule.kind === 'unusable' ? definition.kind : rule.kind, topic, path: at }
  out.events.push({ type: 'discovered-point', device, channel: id, unit, described })
  if (commandable) out.events.push({ type: 'commandable', device, channel: id })
}

/** The descriptions in one configuration: of one entity, or of the components of a device. */
function descriptionsOf(place: ConfigPlace, raw: Readonly<Record<string, unknown>>): readonly Description[] {
  const config = expandConfig(raw)
  const device = deviceNameOf(config) ?? place.object
  const { components } = config
  if (!isObject(components)) return [{ ...place, config, device }]
  const base = typeof raw['~'] === 'string' ? raw['~'] : ''
  const { components: _all, ...shared } = config
  return Object.entries(components)
    .filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]))
    .slice(0, COMPONENTS_KEPT)
    .map(([object, part]) => {
      const own = { ...shared, ...expandConfig(part, base) }
      return { component: asText(own['platform'] ?? ''), object, config: own, device }
    })
}

function readConfig(message: DiscoveryMessage, place: ConfigPlace): void {
  const { message: raw, out, entities } = message
  if (raw.payload.length === 0) {
    const former = entities.remove(raw.topic)
    if (former.length === 0) out.events.push({ type: 'discovery-removed', device: place.object, channel: null })
    for (const { device, id } of former) out.events.push({ type: 'discovery-removed', device, channel: id })
    return
  }
  const body = objectBody(message)
  if (body === null) return
  // Our own totals, announced to Home Assistant: they are no devices.
  if (child(body['origin'], 'name') === ORIGIN) return ignore(out, place.object, 'a description of our own')
  const found: Entity[] = []
  for (const description of descriptionsOf(place, body)) {
    const entity = entityOf(message, description)
    if (entity === null) continue
    suggest(message, entity, typeof description.config['command_topic'] === 'string')
    found.push(entity)
  }
  if (found.length > 0) entities.put(raw.topic, found)
  else if (out.events.length + out.dead.length === 0) ignore(out, place.object, 'a description without an entity')
}

/** A value on a topic that a description named. */
function readDescribed(message: DiscoveryMessage, known: readonly KnownEntity[]): void {
  const { reader, message: raw, out } = message
  const json = known.some(({ path }) => path !== null) ? parseJson(raw.payload, reader.compiled.limits) : null
  if (json?.ok === false) return refuse(out, json.reason, json.detail)
  for (const { id, device, path, compiled } of known) {
    const value = path === null ? textBody(message) : valueAt(json?.value, path)
    // A state that carries other fields says nothing of this entity.
    if (value === undefined || (value === null && path === null)) continue
    emit(reader.ruleOf(id) ?? compiled, { value, unit: null }, openFields(message, device, null).scope)
  }
  if (out.readings.length + out.events.length + out.dead.length === 0)
    ignore(out, known[0]?.device ?? null, 'a state without the fields of its description')
}

function openDiscovery(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, () => null)
  const entities = createEntities()
  const decode: Codec['decode'] = (raw, _captures, out) => {
    const message = { reader, message: raw, out, entities }
    const place = placeOf(raw.topic)
    const known = place === null ? entities.at(raw.topic) : []
    const word = textOf(raw.payload.subarray(0, 16))
    if (place !== null) readConfig(message, place)
    else if (known.length > 0) readDescribed(message, known)
    else if (raw.topic.endsWith('/status') && /^(?:online|offline)$/.test(word))
      out.events.push({ type: 'availability', device: 'homeassistant', online: word === 'online' })
    else ignore(out, null, 'neither a description nor a described topic')
    return 'handled'
  }
  return {
    ...codecWithMemory({ decode, version: VERSION, limits: context.limits }, { entities }),
    claims: (topic) => entities.at(topic).length > 0,
  }
}

export const haDiscovery: Convention = {
  descriptor: HA_DISCOVERY,
  open: openDiscovery,
  encode: (_command, { source }) =>
    refuseCommand('not-commandable', `"${source.id}" reads descriptions; name a source of the device's own convention`),
}
