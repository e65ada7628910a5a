/** Names of places, points and measures in the languages of the service. */

/** A name in one or more languages; `en`, or else the first one, replaces a missing language. */
export type Names = Readonly<Partial<Record<'en' | 'zh-Hans' | 'zh-Hant', string>>>

export function nameIn(names: Names, language: string, otherwise: string): string {
  return names[language as keyof Names] ?? names.en ?? Object.values(names)[0] ?? otherwise
}
