import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { X } from '../../icons.ts';
import { announce } from '../../shell/announce.tsx';
import { useHostActions } from './actions.ts';
import { openExport } from './export-dialog.tsx';
import css from './hosts-view.module.css';

/** What can be done with several hosts at once. */
export function SelectionBar({
  ids,
  onClear,
}: {
  readonly ids: readonly string[];
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const actions = useHostActions();
  const text = t('hosts.selected', { count: ids.length });
  // Said, because the bar appears away from the focus.
  useEffect(() => announce(text), [text]);
  return (
    <div role="toolbar" aria-label={text} className={cx(css['selection'])}>
      <span>{text}</span>
      <Button variant="primary" onPress={() => actions.knock(ids)}>
        {t('action.knock')}
      </Button>
      <Button onPress={() => actions.stop(ids)}>{t('action.stop')}</Button>
      <Button onPress={() => actions.check(ids)}>{t('action.check')}</Button>
      <Button onPress={() => openExport(ids)}>{t('action.export')}</Button>
      <Button
        variant="danger"
        onPress={() => {
          actions.remove(ids);
          onClear();
        }}
      >
        {t('action.delete')}
      </Button>
      <IconButton label={t('hosts.clearSelection')} onPress={onClear}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
