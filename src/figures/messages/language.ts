/** Languages of reports. Every text stands in all of them on one line, so that none can be left out. */

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]

/** English, simplified Chinese, traditional Chinese. */
export type Texts = readonly [en: string, hans: string, hant: string]

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((l) => l === text)
}

export function textIn(texts: Texts, language: Language): string {
  return texts[LANGUAGES.indexOf(language)] ?? texts[0]
}

export type MessageValues = Readonly<Record<string, string | number>>

/** `{name}` becomes its value. */
export function fillTemplate(template: string, values: MessageValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
