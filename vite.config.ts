import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { browserPath, hasBrowser } from './test/browser.ts';

/** Lab tests whose figures another test at the same time would spoil. */
const measured = ['servers', 'verdicts', 'failures', 'auto-knock'].map((name) => `test/lab/${name}.test.ts`);

const inBrowser: TestProjectConfiguration[] = [
  {
    // The window in a real browser, on a fake world: one page at a time, because pages measure time.
    test: {
      name: 'window',
      include: ['test/renderer/**/*.page.test.ts'],
      globalSetup: 'test/renderer/page-server.ts',
      expect: { poll: { timeout: 15_000 } },
      fileParallelism: false,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  },
  {
    // Whole apps in a browser: one at a time.
    test: {
      name: 'desktop',
      include: ['test/desktop/**/*.test.ts'],
      globalSetup: ['test/build.ts', 'test/lab/lab.ts'],
      expect: { poll: { timeout: 15_000 } },
      // A real Electron is asked only what it can answer.
      exclude: process.env['POSTERN_ELECTRON'] === undefined ? [] : ['test/desktop/stand-in.test.ts'],
      fileParallelism: false,
      // A busy machine may cost an attempt. What fails twice is wrong.
      retry: 1,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
];

if (!hasBrowser && process.env['VITEST'] !== undefined) {
  console.log(
    `Window and desktop tests skipped: there is no Chromium at ${browserPath} (POSTERN_CHROMIUM names another).`,
  );
}

export default defineConfig({
  // The CLI as one file that plain node runs, dependencies included.
  build: {
    ssr: 'app/cli/bin.ts',
    target: 'node20.19',
    outDir: 'out',
    minify: true,
    license: { fileName: 'postern.licenses.md' },
    rolldownOptions: { output: { entryFileNames: 'postern.js', codeSplitting: false } },
  },
  ssr: { noExternal: true },
  plugins: [
    {
      name: 'executable',
      apply: 'build',
      writeBundle: ({ dir = 'out' }) => chmod(join(dir, 'postern.js'), 0o755),
    },
  ],
  test: {
    reporters: ['default', './test/count.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/desktop/**', 'test/main/packaging/**', '**/*.page.test.ts'],
          testTimeout: 15_000,
          hookTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'packages',
          include: ['test/main/packaging/**/*.test.ts'],
          globalSetup: 'test/build.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Real servers share one machine and are measured: alone, and one after the other.
        test: {
          name: 'lab',
          include: measured,
          globalSetup: 'test/lab/lab.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // These wait for servers and networks most of the time, each in namespaces of its own: three files at a time.
        test: {
          name: 'lab-waiting',
          include: ['test/lab/**/*.test.ts'],
          exclude: measured,
          globalSetup: 'test/lab/lab.ts',
          maxWorkers: 3,
          // A busy machine may cost an attempt. What fails twice is wrong.
          retry: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...(hasBrowser ? inBrowser : []),
    ],
  },
});
