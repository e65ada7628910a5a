/**
 * Where the sun stands, by the equations of the NOAA solar calculator (after Meeus, Astronomical Algorithms, 2nd edition, chapter 25).
 * Sunrise and sunset: the centre of the sun 0.833 degrees below the horizon, which allows for refraction and the radius of the disc.
 */

import { DAY, HOUR, type Instant, instant, MINUTE, SECOND, type Span } from './instant.ts'

export interface GeoLocation {
  /** Degrees, north positive. */
  readonly latitude: number
  /** Degrees, east positive. */
  readonly longitude: number
}

const RAD = Math.PI / 180
const sin = (degrees: number): number => Math.sin(degrees * RAD)
const cos = (degrees: number): number => Math.cos(degrees * RAD)
const tan = (degrees: number): number => Math.tan(degrees * RAD)

export const SUN_ELEVATION = -0.833

const J2000 = Date.UTC(2000, 0, 1, 12)

interface SunPosition {
  /** Degrees. */
  readonly declination: number
  /** Apparent minus mean solar time, minutes. */
  readonly equationOfTime: number
}

function positionAt(at: number): SunPosition {
  const t = (at - J2000) / (36_525 * DAY)
  const meanLongitude = 280.46646 + t * (36_000.76983 + t * 0.0003032)
  const anomaly = 357.52911 + t * (35_999.05029 - 0.0001537 * t)
  const eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
  const centre =
    sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t)) + sin(2 * anomaly) * (0.019993 - 0.000101 * t) + sin(3 * anomaly) * 0.000289
  const node = 125.04 - 1934.136 * t
  const apparentLongitude = meanLongitude + centre - 0.00569 - 0.00478 * sin(node)
  const meanObliquity = 23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
  const obliquity = meanObliquity + 0.00256 * cos(node)
  const y = tan(obliquity / 2) ** 2
  const equation =
    y * sin(2 * meanLongitude) -
    2 * eccentricity * sin(anomaly) +
    4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude) -
    0.5 * y * y * sin(4 * meanLongitude) -
    1.25 * eccentricity * eccentricity * sin(2 * anomaly)
  return { declination: Math.asin(sin(obliquity) * sin(apparentLongitude)) / RAD, equationOfTime: (4 * equation) / RAD }
}

/** Elevation of the centre of the sun above the horizon, degrees, without refraction. */
export function sunElevation({ latitude, longitude }: GeoLocation, at: Instant): number {
  const { declination, equationOfTime } = positionAt(at)
  const solarMinutes = (((at % DAY) + DAY) % DAY) / MINUTE + equationOfTime + 4 * longitude
  const hourAngle = solarMinutes / 4 - 180
  return Math.asin(sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(hourAngle)) / RAD
}

export function isSunUp(location: GeoLocation, at: Instant): boolean {
  return sunElevation(location, at) > SUN_ELEVATION
}

export interface SunCrossing {
  readonly at: Instant
  readonly rises: boolean
}

/** Solar noons and midnights around the span, ascending: between two of them the sun only climbs or only sinks. */
function extremes({ longitude }: GeoLocation, { from, to }: Span): number[] {
  const found: number[] = []
  for (let day = Math.floor(from / DAY) - 1; day <= Math.floor(to / DAY) + 1; day++) {
    const middle = day * DAY + 12 * HOUR
    const noon = middle - (4 * longitude + positionAt(middle).equationOfTime) * MINUTE
    found.push(noon - 12 * HOUR, noon)
  }
  return found
}

/** Sunrises and sunsets within the span, ascending, to the second. There are none on polar days and in polar nights. */
export function sunCrossings(location: GeoLocation, within: Span): readonly SunCrossing[] {
  const times = extremes(location, within)
  return times.slice(1).flatMap((end, i): SunCrossing[] => {
    let [low, high] = [times[i] ?? end, end]
    const [before, after] = [isSunUp(location, instant(low)), isSunUp(location, instant(high))]
    if (before === after) return []
    while (high - low > SECOND) {
      const middle = (low + high) / 2
      if (isSunUp(location, instant(middle)) === before) low = middle
      else high = middle
    }
    const at = instant(Math.round(high / SECOND) * SECOND)
    return at >= within.from && at < within.to ? [{ at, rises: after }] : []
  })
}
