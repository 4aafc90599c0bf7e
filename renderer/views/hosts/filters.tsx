import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { SearchField } from '../../components/search-field.tsx';
import { Select } from '../../components/select.tsx';
import type { Arrangement, Order, StateFilter } from './arrange.ts';
import css from './hosts-view.module.css';

/** Which hosts the list shows, and in which order. */
export function Filters(props: {
  readonly arrangement: Arrangement;
  readonly onChange: (arrangement: Arrangement) => void;
  readonly tags: readonly string[];
  readonly searchRef: Ref<HTMLInputElement>;
}): ReactNode {
  const { arrangement, onChange, tags, searchRef } = props;
  const { t } = useTranslation();
  return (
    <search className={cx(css['filters'])}>
      <SearchField
        label={t('hosts.search')}
        clearLabel={t('hosts.clearSearch')}
        value={arrangement.query}
        onChange={(query) => onChange({ ...arrangement, query })}
        inputRef={searchRef}
      />
      <Select<StateFilter>
        label={t('hosts.state')}
        hideLabel
        value={arrangement.state}
        onChange={(state) => onChange({ ...arrangement, state })}
        choices={[
          { value: 'all', label: t('hosts.allStates') },
          { value: 'open', label: t('hosts.stateOpen') },
          { value: 'closed', label: t('hosts.stateClosed') },
          { value: 'failed', label: t('hosts.stateFailed') },
          { value: 'unknown', label: t('hosts.stateUnknown') },
        ]}
      />
      {tags.length > 0 && (
        <Select
          label={t('hosts.tag')}
          hideLabel
          value={arrangement.tag === null ? anyTag : `tag:${arrangement.tag}`}
          onChange={(value) =>
            onChange({ ...arrangement, tag: value === anyTag ? null : value.slice('tag:'.length) })
          }
          choices={[
            { value: anyTag, label: t('hosts.allTags') },
            ...tags.map((tag) => ({ value: `tag:${tag}`, label: tag })),
          ]}
        />
      )}
      <Select<Order>
        label={t('hosts.sort')}
        hideLabel
        value={arrangement.order}
        onChange={(order) => onChange({ ...arrangement, order })}
        choices={[
          { value: 'name', label: t('hosts.sortName') },
          { value: 'state', label: t('hosts.sortState') },
        ]}
      />
    </search>
  );
}

const anyTag = 'any';
