/** Seed and size of the proof, from `npm run proof:savings -- --seed N --worlds N`. */

export const SEED = Number(process.env['PROOF_SEED'] ?? 1)
export const WORLDS = Number(process.env['PROOF_WORLDS'] ?? 200)

export const print = (text: string): void => void process.stdout.write(`\n${text}\n`)
