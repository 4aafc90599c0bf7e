import type { Reporter, TestModule } from 'vitest/node';

const suites = ['unit', 'packages', 'lab', 'window', 'desktop'];

/**
 * Ends a run with one plain line: "12 passed, 0 failed, 3 skipped".
 * With POSTERN_LAB=required nothing may be skipped, and every suite must have been there.
 */
export default class Count implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) states[test.result().state] += 1;
      // A file that breaks before its first test has no failed test to show for it.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed'))
        states.failed += 1;
    }
    const skipped = states.skipped + states.pending;
    const ran = new Set(modules.map((module) => module.project.name));
    const absent = suites.filter((suite) => !ran.has(suite));
    if (process.env['POSTERN_LAB'] === 'required' && (skipped > 0 || absent.length > 0)) {
      console.error(
        `\nPOSTERN_LAB=required: ${skipped} tests were skipped; absent: ${absent.join(', ') || 'no suite'}.`,
      );
      process.exitCode = 1;
    }
    console.log(`\n${states.passed} passed, ${states.failed} failed, ${skipped} skipped`);
  }
}
