import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The desktop app: out/main, out/preload and out/renderer. The CLI has a build of its own (vite.config.ts). */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      minify: true,
      // Everything is in the bundle: no node_modules are shipped.
      externalizeDeps: false,
      rolldownOptions: { input: { index: 'main/main.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      minify: true,
      externalizeDeps: false,
      // A sandboxed preload is a script of the old kind.
      rolldownOptions: {
        input: { index: 'main/preload.ts' },
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // React Aria brings 34 languages.
    plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' }],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Small images would become data: links, which the content security policy does not allow.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: 'renderer/index.html' } },
    },
  },
});
