import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hostsOf } from '../../../app/present/status.ts';
import { cx } from '../../class-names.ts';
import { CheckboxGroup } from '../../components/checkbox-group.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useSnapshot } from '../../use-snapshot.tsx';
import editorCss from '../editor/editor.module.css';
import { fold } from '../hosts/arrange.ts';
import css from './rules.module.css';
import type { RuleEditor } from './use-rule-editor.ts';

/** More than these are found by their name. */
const shownAtOnce = 12;

const tagPrefix = 'tag ';

/** Which hosts the rule is for: by name, or all with a tag. */
export function HostsPart({ editor: { draft, set, problem } }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  const hosts = useSnapshot(hostsOf);
  const [query, setQuery] = useState('');
  const offered = useMemo(() => {
    const tags = [...new Set([...draft.tags, ...hosts.flatMap((host) => host.tags)])].toSorted();
    const names = new Map(hosts.map(({ id, name }) => [id, name]));
    const gone = draft.hostIds.filter((id) => !names.has(id));
    return [
      ...hosts.map(({ id, name }) => ({ value: id, label: name })),
      ...gone.map((id) => ({ value: id, label: t('rules.editor.removedHost') })),
      ...tags.map((tag) => ({ value: tagPrefix + tag, label: t('rules.editor.tagChoice', { tag }) })),
    ].toSorted((a, b) => Number(isTag(a.value)) - Number(isTag(b.value)) || a.label.localeCompare(b.label));
  }, [hosts, draft.hostIds, draft.tags, t]);
  const chosen = [...draft.hostIds, ...draft.tags.map((tag) => tagPrefix + tag)];
  const matching = offered.filter(({ label }) => fold(label).includes(fold(query.trim())));
  // What is chosen stays in sight, whatever is looked for.
  const wanted = offered.filter(({ value }) => chosen.includes(value));
  const others = matching.filter(({ value }) => !chosen.includes(value));
  const isLong = offered.length > shownAtOnce;
  const room = Math.max(4, shownAtOnce - wanted.length);
  const shown = isLong ? [...wanted, ...others.slice(0, room)] : offered;
  return (
    <section className={cx(editorCss['section'])}>
      {isLong && (
        <div className={cx(css['find'])}>
          <SearchField
            label={t('rules.editor.findHosts')}
            clearLabel={t('rules.editor.clear')}
            value={query}
            onChange={setQuery}
          />
        </div>
      )}
      <CheckboxGroup
        label={t('rules.editor.hosts')}
        value={chosen}
        choices={shown}
        error={problem('hosts')}
        {...(isLong &&
          others.length > room && {
            description: t('rules.editor.moreHosts', { count: others.length - room }),
          })}
        onChange={(values) =>
          set({
            hostIds: values.filter((value) => !isTag(value)),
            tags: values.filter(isTag).map((value) => value.slice(tagPrefix.length)),
          })
        }
      />
    </section>
  );
}

function isTag(value: string): boolean {
  return value.startsWith(tagPrefix);
}
