/** Evidence files of closed periods: packed, signed, kept, and read again. */

export interface EvidenceEntry {
  readonly name: string
  readonly text: string
}

export interface KeptEvidence {
  /** Name within the folder of evidence. */
  readonly file: string
  /** Where it lies on this machine. */
  readonly path: string
  /** SHA-256 of the file, hex. */
  readonly hash: string
  /** Fingerprint of the key that signed it: SHA-256 of the public key, hex. */
  readonly key: string
}

export interface Evidence {
  /** Packs and signs the entries and keeps the file under a new name. */
  keep(name: string, entries: readonly EvidenceEntry[]): Promise<KeptEvidence>
  /** The bytes of a kept file; null when it is gone. */
  read(file: string): Promise<Uint8Array | null>
  pathOf(file: string): string
}

/** What a file holds, and what is wrong with it. */
export interface UnpackedEvidence {
  readonly entries: readonly EvidenceEntry[]
  readonly faults: readonly string[]
  /** Fingerprint of the key that signed it; null when the signature does not hold. */
  readonly key: string | null
}
