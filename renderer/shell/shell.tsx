import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsAnswering } from '../answering.ts';
import { cx } from '../class-names.ts';
import { Toasts } from '../components/toast.tsx';
import { DoorOpen, History, Server, Settings, TriangleAlert, Workflow } from '../icons.ts';
import type { Route } from '../route.ts';
import { formatRoute } from '../route.ts';
import { AutomationLine } from '../rules/automation-line.tsx';
import { go, useRoute } from '../use-route.ts';
import { VaultDialog } from '../views/vault/vault-dialog.tsx';
import { LiveRegions } from './announce.tsx';
import { Palette } from './palette.tsx';
import css from './shell.module.css';
import { useRunNews } from './run-news.ts';
import { useShortcuts } from './shortcuts.ts';

const screens = [
  { route: { view: 'hosts', hostId: null }, Icon: Server },
  { route: { view: 'rules' }, Icon: Workflow },
  { route: { view: 'activity', hostId: null }, Icon: History },
  { route: { view: 'settings' }, Icon: Settings },
] as const satisfies readonly { readonly route: Route; readonly Icon: unknown }[];

/** What stands around every screen: navigation, the main region, notices. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  useShortcuts();
  useRunNews();
  return (
    <div className={cx(css['shell'])}>
      <a
        className={cx(css['skip'])}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('nav.skip')}
      </a>
      <Navigation />
      <main ref={main} id="main" tabIndex={-1} data-region className={cx(css['main'])}>
        <LostNotice />
        {children}
      </main>
      <AutomationLine />
      <Toasts label={t('region.notices')} closeLabel={t('action.close')} />
      <Palette />
      <VaultDialog />
      <LiveRegions />
    </div>
  );
}

/** What is shown may be old, and what is clicked may do nothing: that must not look like a quiet day. */
function LostNotice(): ReactNode {
  const { t } = useTranslation();
  const isAnswering = useIsAnswering();
  return (
    <div role="alert" className={cx(css['lost'])}>
      {!isAnswering && (
        <p>
          <TriangleAlert size={16} aria-hidden />
          <span>
            <strong>{t('failure.lostTitle')}.</strong> {t('failure.lostText')}
          </span>
        </p>
      )}
    </div>
  );
}

function Navigation(): ReactNode {
  const { t } = useTranslation();
  const { view } = useRoute();
  const shown = screenOf(view);
  return (
    <nav aria-label={t('nav.main')} data-region tabIndex={-1} className={cx(css['nav'])}>
      <span className={cx(css['brand'])}>
        <DoorOpen size={18} aria-hidden />
        <span>{t('app.name')}</span>
      </span>
      <ul className={cx(css['screens'])}>
        {screens.map(({ route, Icon }) => (
          <li key={route.view}>
            <a
              href={formatRoute(route)}
              aria-current={route.view === shown ? 'page' : undefined}
              className={cx(css['screen'])}
              onClick={(event) => {
                event.preventDefault();
                go(route);
              }}
            >
              <Icon size={18} aria-hidden />
              <span>{t(`nav.${route.view}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where in the navigation a screen belongs. */
function screenOf(view: Route['view']): Route['view'] {
  switch (view) {
    case 'editor':
    case 'import':
    case 'unlock':
      return 'hosts';
    case 'rule':
      return 'rules';
    case 'decisions':
      return 'activity';
    default:
      return view;
  }
}
