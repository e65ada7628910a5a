/** Outdoor temperature and sun: a climate by month, a weather of the day, and the sun where it stands. */

import { dateOf } from './calendar.ts'
import { smooth, uniform } from '../random.ts'
import { DAY, HOUR } from '../zone.ts'

export interface Climate {
  readonly latitude: number
  readonly longitude: number
  /** Monthly mean temperature, Cel, January first. */
  readonly temperature: readonly number[]
  /** Slope of the collector plane towards the equator, degrees. */
  readonly tilt: number
  /** What the sky sends beside the usual sky of the place. */
  readonly brightness: number
}

export interface Weather {
  /** Cel */
  temperature(at: number): number
  /** W/m2 on the collector plane */
  irradiance(at: number): number
}

const RAD = Math.PI / 180
const SOLAR_CONSTANT = 1361
/** Clearness of the sky by day: mean about 0.5 (Beijing 0.45..0.55). */
const CLEARNESS = { min: 0.22, max: 0.74 }

export function createWeather(seed: number, climate: Climate): Weather {
  const clearness = (day: number): number => CLEARNESS.min + (CLEARNESS.max - CLEARNESS.min) * Math.sqrt(uniform(seed, 1, day)) ** 1.4
  const temperature = (at: number): number => {
    // Solar days: the warmest hour follows the sun, not the clock.
    const solar = at / DAY + climate.longitude / 360
    const day = Math.floor(solar)
    const spell = 3.2 * smooth(seed + 2, solar / 4) + 1.6 * smooth(seed + 3, solar)
    const swing = 2 + 6 * clearness(day)
    // Coldest about 05:30, warmest about 15:00 solar time: a cosine bent by its own harmonic.
    const hour = (solar - day) * 24
    const phase = ((hour - 14.8) / 24) * 2 * Math.PI
    return meanTemperature(climate, at) + spell + swing * (0.9 * Math.cos(phase) + 0.15 * Math.cos(2 * phase))
  }
  const irradiance = (at: number): number => {
    const sun = sunAt(climate, at)
    if (sun.height <= 0) return 0
    const day = Math.floor(at / DAY + climate.longitude / 360)
    const cloud = 1 + 0.25 * smooth(seed + 4, at / (HOUR / 2))
    const k = Math.min(0.8, clearness(day) * cloud)
    return Math.min(1100, climate.brightness * k * SOLAR_CONSTANT * sun.height * tiltFactor(climate, sun, k))
  }
  return { temperature, irradiance }
}

/** Between the middles of the months a straight line. */
function meanTemperature(climate: Climate, at: number): number {
  const { dayOfYear } = dateOf(Math.floor(at / DAY))
  const x = ((dayOfYear + (at % DAY) / DAY) / 365.25) * 12 - 0.5
  const left = Math.floor(x)
  const a = climate.temperature[(left + 12) % 12] ?? 0
  const b = climate.temperature[(left + 13) % 12] ?? 0
  return a + (b - a) * (x - left)
}

interface Sun {
  /** Sine of the height above the horizon. */
  readonly height: number
  readonly declination: number
  readonly hourAngle: number
}

/** Declination by Cooper, equation of time by Spencer's short form: within half a degree, enough for a stand-in. */
function sunAt(climate: Climate, at: number): Sun {
  const { dayOfYear } = dateOf(Math.floor(at / DAY))
  const b = ((dayOfYear - 81) / 364) * 2 * Math.PI
  const equation = (9.87 * Math.sin(2 * b) - 7.53 * Math.cos(b) - 1.5 * Math.sin(b)) / 1440
  const solar = at / DAY + climate.longitude / 360 + equation
  const hourAngle = (solar - Math.floor(solar) - 0.5) * 2 * Math.PI
  const declination = 23.45 * RAD * Math.sin(((284 + dayOfYear) / 365) * 2 * Math.PI)
  const latitude = climate.latitude * RAD
  const height = Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle)
  return { height, declination, hourAngle }
}

/** Beam turned onto the plane, sky light seen by the plane, a little from the ground. */
function tiltFactor(climate: Climate, sun: Sun, clearness: number): number {
  const tilt = climate.tilt * RAD
  const flat = climate.latitude * RAD - Math.sign(climate.latitude) * tilt
  const facing = Math.sin(flat) * Math.sin(sun.declination) + Math.cos(flat) * Math.cos(sun.declination) * Math.cos(sun.hourAngle)
  // Near the horizon the ratio explodes while nothing shines: capped.
  const beamRatio = Math.min(3, Math.max(0, facing) / Math.max(0.05, sun.height))
  const beam = Math.min(0.85, Math.max(0, 1.6 * clearness - 0.35))
  return beam * beamRatio + (1 - beam) * ((1 + Math.cos(tilt)) / 2) + 0.1 * (1 - Math.cos(tilt))
}
