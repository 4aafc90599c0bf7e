import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../app/history/entry.ts';
import { lostNetworks } from '../../../app/rules/edit.ts';
import type { Rule } from '../../../app/rules/schema.ts';
import { cx } from '../../class-names.ts';
import { IconButton } from '../../components/button.tsx';
import { Switch } from '../../components/checkbox.tsx';
import { MenuButton } from '../../components/menu.tsx';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { useFormat } from '../../format.ts';
import { Ellipsis, Pencil, Trash2, TriangleAlert } from '../../icons.ts';
import { formatRoute, type Route } from '../../route.ts';
import { useRuleWords } from '../../rules/use-rules.ts';
import { verdictKey } from '../../status/words.ts';
import { go } from '../../use-route.ts';
import { useApi } from '../../use-snapshot.tsx';
import css from './rules.module.css';

/** One rule: on or off, its sentence, and what it did last. */
export function RuleRow({ rule, last }: { readonly rule: Rule; readonly last: Entry | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const words = useRuleWords();
  const remove = useRemoveRule();
  const sentence = words.describe(rule);
  const edit: Route = { view: 'rule', ruleId: rule.id };
  const lost = [
    ...(lostNetworks({ rules: [rule], networks: [...words.networks], pausedUntil: null }).length > 0
      ? [t('rules.lost')]
      : []),
    ...(rule.hosts.ids.some((id) => words.hostName(id) === null) ? [t('rules.hostLost')] : []),
  ];

  function turn(enabled: boolean): void {
    void api.saveRule({ rule: { ...rule, enabled } }).then((saved) => {
      if (!saved.ok) notify({ text: describeFailure(t, saved.error) });
    });
  }

  return (
    <li className={cx(css['row'], !rule.enabled && css['off'])}>
      <Switch isSelected={rule.enabled} onChange={turn}>
        <span className="visually-hidden">{t('rules.switch', { rule: sentence })}</span>
      </Switch>
      <div className={cx(css['said'])}>
        <a
          href={formatRoute(edit)}
          dir="auto"
          className={cx(css['sentence'])}
          onClick={(event) => {
            event.preventDefault();
            go(edit);
          }}
        >
          {sentence}
        </a>
        <p className={cx(css['quiet'])}>
          {last === null
            ? t('rules.never')
            : t('rules.last', {
                time: format.moment(last.startedAt),
                host: last.hostName,
                result: t(verdictKey(last.result.verdict)),
              })}
        </p>
        {lost.map((text) => (
          <p key={text} className={cx(css['warning'])}>
            <TriangleAlert size={14} aria-hidden />
            {text}
          </p>
        ))}
      </div>
      <MenuButton
        label={t('rules.moreFor', { rule: sentence })}
        groups={[
          [
            {
              id: 'edit',
              label: t('action.edit'),
              icon: <Pencil size={16} aria-hidden />,
              run: () => go(edit),
            },
          ],
          [
            {
              id: 'delete',
              label: t('action.delete'),
              icon: <Trash2 size={16} aria-hidden />,
              isDanger: true,
              run: () => void remove(rule),
            },
          ],
        ]}
      >
        <IconButton label={t('rules.moreFor', { rule: sentence })} hint={t('action.more')}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </MenuButton>
    </li>
  );
}

/** Removes a rule, and offers to bring it back. */
function useRemoveRule(): (rule: Rule) => Promise<void> {
  const { t } = useTranslation();
  const api = useApi();
  return async (rule) => {
    const removed = await api.removeRule({ ruleId: rule.id });
    if (!removed.ok) return notify({ text: describeFailure(t, removed.error) });
    notify({
      text: t('rules.deleted'),
      action: { label: t('action.undo'), run: () => void api.saveRule({ rule }) },
    });
  };
}
