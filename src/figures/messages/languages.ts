/** Languages of reports. Every text has all of them on one line, so that none can be left out. This file imports nothing: every command loads it. */

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]

/** English, simplified Chinese, traditional Chinese. */
export type Texts = readonly [en: string, hans: string, hant: string]

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((l) => l === text)
}
