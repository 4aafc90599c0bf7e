import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { useFormat } from '../../../format.ts';
import { TriangleAlert } from '../../../icons.ts';
import { useSnapshot } from '../../../use-snapshot.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';
import { SecretSlot } from './secret-slot.tsx';
import { VaultNotice } from './vault-notice.tsx';

/** Sequences that are used once each. */
export function ListSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className={cx(css['section'])} aria-labelledby="list-title">
      <h2 id="list-title">{t('method.name.list')}</h2>
      <p className={cx(css['quiet'])}>{t('method.listHint')}</p>
      <VaultNotice />
      <SecretSlot editor={editor} slot="one-time-list" description={t('method.listFormat')}>
        <Position editor={editor} />
      </SecretSlot>
      <div className={cx(css['pair'])}>
        <Field
          editor={editor}
          of="warnBelow"
          mono
          inputMode="numeric"
          placeholder="5"
          description={t('method.warnHint')}
        />
        <Field
          editor={editor}
          of="window"
          mono
          inputMode="numeric"
          placeholder="5"
          description={t('method.lineWindowHint')}
        />
      </div>
    </section>
  );
}

/** Which line comes next, and how many there still are. The lines themselves never come back to the page. */
function Position({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const counter = useSnapshot(({ counters }) => counters[editor.id]);
  if (counter === undefined || counter.total === null) return null;
  const { next, total } = counter;
  const left = Math.max(0, total - next);
  const warnBelow = Number(editor.draft.warnBelow.trim() === '' ? 5 : editor.draft.warnBelow);
  return (
    <div className={cx(css['meter'])}>
      <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden className={cx(css['bar'])}>
        <rect width="100" height="2" />
        <rect width={total === 0 ? 0 : (100 * next) / total} height="2" className={cx(css['used'])} />
      </svg>
      <p>
        {left === 0
          ? t('method.usedUp', { total: format.number(total) })
          : t('method.position', { count: left, next: format.number(next + 1), total: format.number(total) })}
      </p>
      {left < warnBelow && (
        <p className={cx(css['note'])}>
          <TriangleAlert size={14} aria-hidden />
          <span>{t('method.fewLeft')}</span>
        </p>
      )}
    </div>
  );
}
