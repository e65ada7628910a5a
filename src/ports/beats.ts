/** Wake-ups. A beat only nudges: what is due is decided from history, never from the beat. */
export interface Beats {
  /** Calls `beat` at each slot of a six-field cron pattern in the zone, never overlapping itself. Returns how to stop it. */
  every(name: string, pattern: string, zone: string, beat: () => Promise<void>): () => void
}
