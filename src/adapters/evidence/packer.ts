import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Text to base64 of its raw DEFLATE (RFC 1951) and back: a report document takes a tenth of its length in the record log. */
export const packer = {
  pack: (text: string): string => deflateRawSync(Buffer.from(text), { level: 9 }).toString('base64'),
  unpack: (packed: string): string => inflateRawSync(Buffer.from(packed, 'base64')).toString(),
}
