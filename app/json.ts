import { fail, ok, type Result } from './result.ts';

/** JSON, or why it is none, as the end of a sentence. */
export function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    // Engines quote the text around the mistake in their messages; only the place may be repeated.
    const position = /at position (\d+)/.exec(String(error))?.[1];
    if (position === undefined) return fail('not JSON');
    return fail(`not JSON, at line ${text.slice(0, Number(position)).split('\n').length}`);
  }
}
