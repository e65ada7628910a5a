/** Passwords that whoever guesses tries first: words of the lists that leaks have made, rows of the keyboard, repeats and runs (NIST SP 800-63B 5.1.1.2, ASVS 6.2.4). */

/** What long passwords of such lists are made of, with those of this field. */
const WORDS = `
  password passwort passw pass word qwerty qwertz azerty asdf zxcv letmein welcome login admin administrator root user
  guest test default changeme secret master access system server computer internet iloveyou loveyou love baby angel
  princess sunshine summer winter spring autumn flower football baseball basketball soccer hockey superman batman
  spiderman starwars pokemon dragon monkey tiger shadow michael jordan jennifer jessica charlie daniel freedom whatever
  trustno mustang hello woaini aini china beijing forever family friends cookie chocolate liverpool arsenal chelsea
  samsung google facebook apple microsoft windows campus energy meter building university correcthorsebatterystaple
`
  .split(/\s+/)
  .filter((word) => word !== '')
  .toSorted((a, b) => b.length - a.length)

/** Keys that lie side by side, rows and columns, and both ways. */
const ROWS = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6',
]
const RUNS = ROWS.flatMap((row) => [row, Array.from(row).toReversed().join('')])
const LEAST_RUN = 3
/** Fewer characters than this beside them are soon tried. */
const LEAST_OWN = 5

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}
const spelled = (text: string): string => Array.from(text, (character) => LOOKALIKES[character] ?? character).join('')

/** Whether the password is little more than such words, runs, repeats and digits. */
export function isCommon(password: string): boolean {
  const lower = password.toLowerCase()
  return [lower, spelled(lower)].some((text) => ownCharacters(text) < LEAST_OWN)
}

/** Characters that are left without them; a text that repeats itself counts once. */
function ownCharacters(text: string): number {
  const once = /^(.+?)\1+$/u.exec(text)?.[1] ?? text
  const rest = WORDS.reduce((left, word) => left.replaceAll(word, ' '), once)
  return Array.from(
    withoutRuns(rest)
      .replace(/(.)\1{2,}/gu, '')
      .replace(/[\s\d\p{P}\p{S}]/gu, ''),
  ).length
}

function withoutRuns(text: string): string {
  let left = text
  for (const run of RUNS)
    for (let length = run.length; length >= LEAST_RUN; length--)
      for (let start = 0; start + length <= run.length; start++) left = left.replaceAll(run.slice(start, start + length), ' ')
  return left
}
