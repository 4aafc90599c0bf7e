import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportNote } from '../../../app/transfer/offer.ts';
import { cx } from '../../class-names.ts';
import { Minus, TriangleAlert } from '../../icons.ts';
import css from './import.module.css';

/** What was left out or read differently, with its lines. */
export function Notes({ notes }: { readonly notes: readonly ImportNote[] }): ReactNode {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <ul className={cx(css['notes'])}>
      {notes
        .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
        .map(({ line, kind, code, what }, index) => {
          const Icon = kind === 'dropped' ? Minus : TriangleAlert;
          const where = [line === null ? '' : t('import.line', { line }), what].filter((part) => part !== '');
          return (
            <li key={index}>
              <Icon size={14} aria-hidden />
              <span>
                <span className="visually-hidden">{t(`import.kind.${kind}`)}: </span>
                {where.length > 0 && <bdi>{`${where.join(', ')}: `}</bdi>}
                {t(`import.note.${code}`)}
              </span>
            </li>
          );
        })}
    </ul>
  );
}
