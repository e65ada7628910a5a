import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  // Relative: the page works under any path a proxy puts it at.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
})
