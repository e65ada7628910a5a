/** Words in times: months of eight languages, halves of the day, abbreviations of zones. */

const MONTHS: readonly string[] = [
  'jan january januar janvier enero gennaio januari ene gen janv jän jänner janeiro januar',
  'feb february februar fevrier febrero febbraio februari fevr fev fevereiro',
  'mar march marz mars marzo maart mrz mrt marco mär maerz',
  'apr april avril abril aprile avr abr',
  'may mai mayo maggio mei mag maio',
  'jun june juni juin junio giugno giu junho',
  'jul july juli juillet julio luglio juil lug julho',
  'aug august aout agosto augustus ago agustus aou',
  'sep sept september septembre septiembre settembre set setembro',
  'oct october oktober octobre octubre ottobre okt ott out outubro',
  'nov november novembre noviembre novembro',
  'dec december dezember decembre diciembre dicembre dez dic dezembro',
]

const MONTH_OF = new Map(MONTHS.flatMap((names, i) => names.split(' ').map((name) => [plain(name), i + 1] as const)))

function plain(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase()
}

/** 1..12, or null. */
export function monthOf(word: string): number | null {
  return MONTH_OF.get(plain(word)) ?? null
}

/** Whether the word means the second half of the day. */
export function isAfternoon(word: string): boolean {
  return /^p|^下/i.test(word)
}

/** Minutes ahead of UTC; several where the same letters stand for several zones. */
const ABBREVIATIONS: Readonly<Record<string, readonly number[]>> = {
  Z: [0],
  UTC: [0],
  UT: [0],
  GMT: [0],
  WET: [0],
  WEST: [60],
  CET: [60],
  MEZ: [60],
  CEST: [120],
  MESZ: [120],
  EET: [120],
  OEZ: [120],
  EEST: [180],
  OESZ: [180],
  MSK: [180],
  BST: [60, 360],
  IST: [330, 60, 120],
  EST: [-300],
  EDT: [-240],
  CST: [-360, 480, -300],
  CDT: [-300, -240],
  MST: [-420, 480],
  MDT: [-360],
  PST: [-480, 480],
  PDT: [-420],
  AKST: [-540],
  AKDT: [-480],
  HST: [-600],
  AST: [-240, 180],
  ADT: [-180, 240],
  NST: [-210],
  NDT: [-150],
  SGT: [480],
  HKT: [480],
  AWST: [480],
  ACST: [570],
  ACDT: [630],
  AEST: [600],
  AEDT: [660],
  NZST: [720],
  NZDT: [780],
  JST: [540],
  KST: [540],
  ICT: [420],
  WIB: [420],
  SAST: [120],
  CAT: [120],
  EAT: [180],
  GST: [240],
  PKT: [300],
  BRT: [-180],
  ART: [-180],
}

const OFFSET = /^(?:UTC|GMT|UT)?([+−-])(\d{1,2})(?::?(\d{2}))?$/

/** Offsets in minutes that the text may mean, most usual first; empty when it is no zone. */
export function offsetsOf(text: string): readonly number[] {
  const known = ABBREVIATIONS[text.toUpperCase()]
  if (known !== undefined) return known
  const found = OFFSET.exec(text.toUpperCase())
  if (found === null) return []
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  return minutes > 18 * 60 || Number(found[3] ?? 0) > 59 ? [] : [found[1] === '+' ? minutes : -minutes]
}
