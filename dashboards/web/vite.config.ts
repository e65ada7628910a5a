import { basename, dirname } from 'node:path'
import { defineConfig } from 'vite'

/** `now` for a screen, `now-en` for its messages, else the name the bundler gives. */
function chunkName(file: string | null, name: string): string {
  const [, feature, inner = ''] = /\/features\/([^/]+)\/(.*)$/.exec(file ?? '') ?? []
  if (feature !== undefined) return inner.startsWith('messages/') ? `${feature}-${basename(inner, '.json')}` : feature
  return file?.endsWith('.json') === true ? `${basename(dirname(dirname(file)))}-${basename(file, '.json')}` : name
}

export default defineConfig({
  root: import.meta.dirname,
  // Relative: the page works under any path a proxy puts it at.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    license: { fileName: 'licences.md' },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId, name }) => `assets/${chunkName(facadeModuleId, name)}-[hash].js`,
        // What screens share is one file: a first view takes few requests.
        codeSplitting: {
          groups: [
            {
              name: 'app',
              test: /\/src\/(address|api|charts|frame\/[^/]+$|state|text\/[^/]+\.ts|ui|usage\/measure)|preact|signals|lucide/,
            },
          ],
        },
      },
    },
  },
})
