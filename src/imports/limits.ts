/** Limits against files that are bombs or mistakes. A year of minutes has 525,600 rows. */

export interface ImportLimits {
  /** Bytes of the file. */
  readonly bytes: number
  /** Bytes of a workbook when it is unpacked. */
  readonly unpacked: number
  readonly rows: number
  readonly columns: number
  /** Characters of one record: an open quote must not swallow the file. */
  readonly record: number
  /** Characters of the texts that the cells of a workbook share. */
  readonly sharedText: number
  /** Elements inside each other. */
  readonly depth: number
  /** Refused cells that are kept with their line; more are only counted. */
  readonly refusals: number
}

export const IMPORT_LIMITS: ImportLimits = {
  bytes: 256 * 2 ** 20,
  unpacked: 512 * 2 ** 20,
  rows: 5_000_000,
  columns: 3000,
  record: 2 ** 20,
  sharedText: 64 * 2 ** 20,
  depth: 100,
  refusals: 1000,
}
