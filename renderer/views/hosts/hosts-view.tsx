import {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { useFocusWithin, useHover } from 'react-aria';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { statusOf } from '../../../app/present/status.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { FileInput, Keyboard, Plus, RefreshCw, Search } from '../../icons.ts';
import { announce } from '../../shell/announce.tsx';
import { openPalette } from '../../shell/palette.tsx';
import { isCommand, keyNames } from '../../shell/shortcuts.ts';
import { Title } from '../../shell/title.tsx';
import { go } from '../../use-route.ts';
import { useMedia } from '../../use-media.ts';
import { useHost, useSnapshot } from '../../use-snapshot.tsx';
import { useHostActions } from './actions.ts';
import { arrangeHosts, everything, tagsOf, type Arrangement } from './arrange.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Filters } from './filters.tsx';
import { HostDetail } from './host-detail.tsx';
import { HostList } from './host-list.tsx';
import css from './hosts-view.module.css';
import { NoHosts } from './no-hosts.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StoreProblem } from './store-problem.tsx';

/** The list of hosts with the details of one of them. */
export function HostsView({ hostId }: { readonly hostId: string | null }): ReactNode {
  const { t } = useTranslation();
  const hosts = useSnapshot((snapshot) => snapshot.hosts);
  const selectedHost = useHost(hostId ?? '');
  switch (hosts.state) {
    case 'loading':
      return (
        <>
          <Title isHidden>{t('hosts.title')}</Title>
          <p className={cx(css['loading'])}>{t('hosts.loading')}</p>
        </>
      );
    case 'failed':
      return (
        <>
          <Title isHidden>{t('hosts.title')}</Title>
          <StoreProblem failure={hosts.failure} />
        </>
      );
    case 'ready':
      if (hosts.list.length === 0) {
        return (
          <>
            <Title isHidden>{t('hosts.title')}</Title>
            <NoHosts />
          </>
        );
      }
      return <Hosts hosts={hosts.list} hostId={selectedHost?.id ?? null} />;
    default:
      return hosts satisfies never;
  }
}

function Hosts({
  hosts,
  hostId,
}: {
  readonly hosts: readonly Host[];
  readonly hostId: string | null;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const actions = useHostActions();
  const [arrangement, setArrangement] = useState<Arrangement>(everything);
  const [many, setMany] = useState<ReadonlySet<string>>(new Set());
  const isBesideDetails = useMedia('(width >= 900px)');
  const isCovered = !isBesideDetails && hostId !== null;
  const list = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { shown, calmProps } = useArranged(hosts, arrangement);
  const selected = many.size > 0 ? many : new Set(hostId === null || !isBesideDetails ? [] : [hostId]);

  const select = (ids: ReadonlySet<string>): void => {
    const [only] = ids;
    const isMany = ids.size > 1 || !isBesideDetails;
    setMany(isMany ? ids : new Set());
    if (!isMany && only !== undefined) go({ view: 'hosts', hostId: only });
  };
  useSearchKeys(search);
  useFoundNews(arrangement.query, shown.length);
  useFocusAcross({ isCovered, details, list });
  const tags = useMemo(() => tagsOf(hosts, i18n.language), [hosts, i18n.language]);
  const isFiltered = shown.length !== hosts.length;

  return (
    <div className={cx(css['view'], hostId !== null && css['withDetail'])}>
      {isCovered && <Title isHidden>{hosts.find(({ id }) => id === hostId)?.name ?? ''}</Title>}
      <section className={cx(css['list'])} aria-label={t('hosts.list')} data-region tabIndex={-1}>
        <header className={cx(css['bar'])}>
          {!isCovered && <Title>{t('hosts.title')}</Title>}
          <span className={cx(css['count'])}>
            {isFiltered
              ? t('hosts.shown', { shown: shown.length, all: hosts.length })
              : t('hosts.count', { count: hosts.length })}
          </span>
          <span className={cx(css['buttons'])}>
            <Button
              icon={<Keyboard size={16} aria-hidden />}
              onPress={openPalette}
              aria-label={`${t('palette.title')}, ${keyNames('Ctrl K')}`}
            >
              {keyNames('Ctrl K')}
            </Button>
            <Button
              icon={<RefreshCw size={16} aria-hidden />}
              onPress={() => actions.check(shown.map(({ id }) => id))}
            >
              {t('action.checkAll')}
            </Button>
            <Button icon={<FileInput size={16} aria-hidden />} onPress={() => go({ view: 'import' })}>
              {t('action.import')}
            </Button>
            <Button
              variant="primary"
              icon={<Plus size={16} aria-hidden />}
              onPress={() => go({ view: 'editor', hostId: null })}
            >
              {t('action.add')}
            </Button>
          </span>
        </header>
        <Filters arrangement={arrangement} onChange={setArrangement} tags={tags} searchRef={search} />
        <div className={cx(css['body'])} {...calmProps}>
          {shown.length === 0 ? (
            <EmptyState
              icon={<Search size={24} aria-hidden />}
              title={
                arrangement.query.trim() === ''
                  ? t('hosts.nothingHere')
                  : t('hosts.nothing', { query: arrangement.query.trim() })
              }
            >
              <Button onPress={() => setArrangement({ ...everything, order: arrangement.order })}>
                {t('hosts.clearFilter')}
              </Button>
            </EmptyState>
          ) : (
            <HostList
              hosts={shown}
              selected={selected}
              onSelect={select}
              isBesideDetails={isBesideDetails}
              listRef={list}
            />
          )}
        </div>
        {many.size > 0 && <SelectionBar ids={[...many]} onClear={() => setMany(new Set())} />}
      </section>
      <ExportDialog />
      {(isBesideDetails || hostId !== null) && (
        <aside
          ref={details}
          className={cx(css['details'])}
          aria-label={t('region.details')}
          data-region
          tabIndex={-1}
        >
          {hostId === null ? (
            <p className={cx(css['pick'])}>{t('detail.pick')}</p>
          ) : (
            <HostDetail key={hostId} hostId={hostId} />
          )}
        </aside>
      )}
    </div>
  );
}

/**
 * The hosts to show, in order. Where the order depends on what happens, it waits until nobody points at the list or
 * moves through it: a row must not walk away under the pointer.
 */
function useArranged(hosts: readonly Host[], arrangement: Arrangement) {
  const { i18n } = useTranslation();
  const [isBusy, setBusy] = useState({ hover: false, focus: false });
  const { hoverProps } = useHover({ onHoverChange: (hover) => setBusy((busy) => ({ ...busy, hover })) });
  const { focusWithinProps } = useFocusWithin({
    onFocusWithinChange: (focus) => setBusy((busy) => ({ ...busy, focus })),
  });
  const isLive = arrangement.order === 'state' || arrangement.state !== 'all';
  const runs = useSnapshot((snapshot) => (isLive ? snapshot.runs : nothing));
  const reach = useSnapshot((snapshot) => (isLive ? snapshot.reach : nothing));
  const [held, setHeld] = useState({ runs, reach, arrangement });
  const isCalm = !isBusy.hover && !isBusy.focus;
  const mayMove = isCalm || held.arrangement !== arrangement;
  if (mayMove && (held.runs !== runs || held.reach !== reach || held.arrangement !== arrangement)) {
    setHeld({ runs, reach, arrangement });
  }
  const language = i18n.language;
  const query = useDeferredValue(arrangement.query);
  const shown = useMemo(
    () =>
      arrangeHosts(
        hosts,
        { ...held.arrangement, query },
        ({ id }) => statusOf(held, id, Date.now()).state,
        language,
      ),
    [hosts, held, query, language],
  );
  return { shown, calmProps: { ...hoverProps, ...focusWithinProps } };
}

const nothing = {};

/** Says how many hosts a search finds, once the typing rests. */
function useFoundNews(query: string, found: number): void {
  const { t } = useTranslation();
  // What is said is said outside of React, and later.
  useEffect(() => {
    const timer =
      query.trim() === ''
        ? undefined
        : setTimeout(() => announce(t('announce.found', { count: found })), 700);
    return () => clearTimeout(timer);
  }, [query, found, t]);
}

/** Where the details cover the list, the focus goes with what is shown: into them, and back to the row. */
function useFocusAcross(request: {
  readonly isCovered: boolean;
  readonly details: RefObject<HTMLElement | null>;
  readonly list: RefObject<HTMLElement | null>;
}): void {
  const { isCovered, details, list } = request;
  const was = useRef(isCovered);
  // The element that had the focus is gone from the page, and only the page knows.
  useEffect(() => {
    if (was.current === isCovered) return;
    was.current = isCovered;
    (isCovered ? details : list).current?.focus();
  }, [isCovered, details, list]);
}

/** Ctrl F, and "/" where nothing is being typed, go to the search field. */
function useSearchKeys(search: RefObject<HTMLInputElement | null>): void {
  // Keys are caught at the document, whatever has the focus.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (!isCommand(event, 'f') && (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [search]);
}
