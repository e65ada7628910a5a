/** Periodic wake-ups. A beat only triggers a check: which work is due follows from history, never from the beat. */
export interface Beats {
  /** Calls `beat` at each slot of a six-field cron pattern in the zone; calls never overlap. Returns how to stop. Throws PortError `refused` for a wrong pattern. */
  every(name: string, pattern: string, zone: string, beat: () => Promise<void>): () => void
}
