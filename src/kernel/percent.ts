/** Shares as per cent for people. */

/** `0.9987` is `99.9 %`: rounded to one decimal. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** `0.9999` is `99.9 %`: rounded down to one decimal, so that what is incomplete never reads 100 %. */
export function percentTextDown(share: number): string {
  return `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)} %`
}
