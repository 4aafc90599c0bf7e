import type { Failure } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { formatRuleFile, newestVersion, parseRuleFile, type RuleFile } from '../rules/file.ts';
import type { RulePorts } from '../rules/ports.ts';
import { emptyRulebook } from '../rules/schema.ts';
import type { WriteFile } from './files.ts';
import { keepFile } from './kept-file.ts';

/** Rules and named networks in `rules.json`. */
export function createRuleStore(options: {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  /** Writes the file, under the lock. */
  readonly write?: WriteFile;
}): RulePorts {
  const kept = keepFile({
    ...options,
    name: 'rules',
    empty: (): RuleFile => ({ version: newestVersion, book: emptyRulebook }),
    parse: parseRuleFile,
  });
  const current = ({ version, book }: RuleFile): Result<RuleFile['book'], Failure> =>
    version <= newestVersion
      ? ok(book)
      : fail({ code: 'store-newer', file: kept.path, version, supported: newestVersion });

  return {
    async load() {
      const loaded = await kept.load();
      return loaded.ok ? current(loaded.value) : loaded;
    },
    change: (edit) =>
      kept.change(async (content) => {
        const book = current(content);
        if (!book.ok) return book;
        const edited = edit(book.value);
        return edited.ok ? ok({ text: formatRuleFile(edited.value), value: edited.value }) : edited;
      }),
  };
}
