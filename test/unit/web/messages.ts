/** Catalogues for tests without a browser. */

import { type Catalogue, type Language, language, loadMessages } from '../../../dashboards/web/src/text/language.ts'

/** The shared messages of a language, which stays the current one. */
export async function loadSharedMessages(wanted: Language): Promise<void> {
  language.value = wanted
  await loadMessages((l) => import(`../../../dashboards/web/src/text/messages/${l}.json`) as Promise<{ default: Catalogue }>)
}
