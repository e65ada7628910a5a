/** Which archived messages may carry readings of a point, by their topics: most of an archive is of other devices, and need not be decoded. */

import type { Point, RawMessage } from '../../../domain/index.ts'
import { createDecoder, IMPORT_TOPIC } from '../../../wire/index.ts'
import type { Config } from '../../../config/types.ts'

/** Topics come from outside: the filter forgets all beyond this number. */
const TOPICS_KEPT = 50_000

const keyOf = (source: string | null, device: string): string => JSON.stringify([source, device])
const isLevelOf = (topic: string, device: string): boolean => device !== '' && `/${topic}/`.includes(`/${device}/`)

/**
 * False for a topic that names another device as a level of its own. A topic that names no device, as those of gateways, may always carry the
 * point, and so may one whose messages have held no reading yet.
 */
export function createTopicFilter({ campus, limits }: Pick<Config, 'campus' | 'limits'>, point: Point): (message: RawMessage) => boolean {
  const decoder = createDecoder(campus.sources, campus.timezone, limits)
  const wanted = new Set(point.from.map(({ source, device }) => keyOf(source, device)))
  const topics = new Map<string, boolean>()

  return (message) => {
    const { topic } = message
    const known = topics.get(topic)
    if (known !== undefined) return known
    if (topic === IMPORT_TOPIC) return true
    const { source, decoded } = decoder.decode(message)
    const devices = [...new Set(decoded.readings.map((r) => r.device))]
    if (devices.length === 0 || !devices.every((device) => isLevelOf(topic, device))) return true
    if (topics.size >= TOPICS_KEPT) topics.clear()
    const carries = devices.some((device) => wanted.has(keyOf(source, device)))
    topics.set(topic, carries)
    return carries
  }
}
