/** `campus verify` with the adapters it needs. */

import { unpackEvidence } from '../adapters/evidence/archive.ts'
import { createClock } from '../adapters/system/clock.ts'
import { sha256 } from '../adapters/system/sha256.ts'
import { createVerifyCommand } from '../cli/closing/verify.ts'

export const verifyCommand = createVerifyCommand({ unpack: unpackEvidence, clock: createClock(), sha256 })
