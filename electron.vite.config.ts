import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Beside each bundle, the notices of the packages in it. What we ship of others is in no other place. */
const license = { fileName: 'licenses.md' };

/** The desktop app: out/main, out/preload and out/renderer. The CLI has a build of its own (vite.config.ts). */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      minify: true,
      license,
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
      license,
      // kB. One file: V8 takes 18 ms to compile its 825 kB, and a part loaded later would be awaited by a click. What
      // reads QR pictures is left out of it, because few ever do.
      chunkSizeWarningLimit: 1_200,
      // It needs nothing that could be loaded ahead of it.
      modulePreload: false,
      // Small images would become data: links, which the content security policy does not allow.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: 'renderer/index.html' } },
    },
  },
});
