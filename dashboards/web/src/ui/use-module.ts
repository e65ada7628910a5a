/** Code that is fetched when it is first needed; null until it is there. */

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export function useModule<Module extends object>(load: () => Promise<Module>): Module | null {
  const module = useSignal<Module | null>(null)
  useEffect(() => {
    void load()
      .then((loaded) => (module.value = loaded))
      // Without a connection it stays away; the banner at the top names the reason.
      .catch(() => null)
  }, [])
  return module.value
}
