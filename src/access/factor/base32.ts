/** Base32 (RFC 4648 section 6) without padding, as authenticator apps read it. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BITS = 5

export function toBase32(bytes: Uint8Array): string {
  let [text, value, bits] = ['', 0, 0]
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= BITS; bits -= BITS) text += ALPHABET[(value >>> (bits - BITS)) & 31] ?? ''
  }
  return bits === 0 ? text : text + (ALPHABET[(value << (BITS - bits)) & 31] ?? '')
}

/** Null when a character is none of the alphabet. Blanks and hyphens between groups do not count. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = []
  let [value, bits] = [0, 0]
  for (const character of text.toUpperCase().replace(/[\s=-]/g, '')) {
    const digit = ALPHABET.indexOf(character)
    if (digit === -1) return null
    value = ((value << BITS) | digit) & 0xfff
    bits += BITS
    if (bits >= 8) bytes.push((value >>> (bits -= 8)) & 255)
  }
  return Uint8Array.from(bytes)
}
