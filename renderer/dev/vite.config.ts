import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window in a browser tab. Built, it is what the tests of the window look at. */
export default defineConfig({
  root: import.meta.dirname,
  // React Aria brings 34 languages.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' }],
  server: { host: '127.0.0.1', open: true },
  build: {
    outDir: '../../out/dev',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // As in the app: electron.vite.config.ts.
    modulePreload: false,
    rolldownOptions: { input: ['index.html', 'gallery.html'].map((page) => join(import.meta.dirname, page)) },
  },
});
