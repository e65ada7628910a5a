/** Names of places, points and measures in the languages of the service. */

/** A name in the languages it was given in; `en` or the first given stands in for a missing one. */
export type Names = Readonly<Partial<Record<'en' | 'zh-Hans' | 'zh-Hant', string>>>

export function nameIn(names: Names, language: string, otherwise: string): string {
  return names[language as keyof Names] ?? names.en ?? Object.values(names)[0] ?? otherwise
}
