import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { formatRoute, type Route } from '../../route.ts';
import { go } from '../../use-route.ts';
import css from './activity.module.css';

const tabs = [
  { name: 'knocks', route: { view: 'activity', hostId: null } },
  { name: 'decisions', route: { view: 'decisions' } },
] as const satisfies readonly { readonly name: string; readonly route: Route }[];

/** What happened: every knock, or every decision of a rule. */
export function ActivityTabs({ shown }: { readonly shown: 'knocks' | 'decisions' }): ReactNode {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('activity.tabs')}>
      <ul className={cx(css['tabs'])}>
        {tabs.map(({ name, route }) => (
          <li key={name}>
            <a
              href={formatRoute(route)}
              aria-current={name === shown ? 'page' : undefined}
              className={cx(css['tab'])}
              onClick={(event) => {
                event.preventDefault();
                go(route);
              }}
            >
              {t(`activity.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
