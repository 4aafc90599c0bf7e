import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { GridList, ListLayout, Virtualizer, type Selection } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { isCommand } from '../../shell/shortcuts.ts';
import { go } from '../../use-route.ts';
import { useReadSnapshot } from '../../use-snapshot.tsx';
import { useHostActions } from './actions.ts';
import { HostRow, type RowItem } from './host-row.tsx';
import css from './hosts-view.module.css';

/** The list of hosts: only the rows in sight exist, and keys do what the buttons do. */
export function HostList(props: {
  readonly hosts: readonly Host[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  /** The details stand beside the list, so that choosing a row shows them. */
  readonly isBesideDetails: boolean;
  readonly listRef: RefObject<HTMLDivElement | null>;
}): ReactNode {
  const { hosts, selected, onSelect, isBesideDetails, listRef } = props;
  const { t } = useTranslation();
  const actions = useHostActions();
  const read = useReadSnapshot();
  const items = useRowItems(hosts);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight(scroller);

  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const focused = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=row]') : null;
    const id = focused?.dataset['key'];
    if (id === undefined) return;
    const targets = selected.has(id) ? [...selected] : [id];
    const key = event.nativeEvent;
    if (isCommand(key, 'Enter')) actions.knock(targets);
    else if (isCommand(key, 'Enter', { shift: true })) actions.connect(id);
    else if (isCommand(key, '.')) actions.stop(Object.keys(read().runs));
    else if (isCommand(key, 'r')) actions.check(targets);
    else if (isCommand(key, 'd')) actions.duplicate(id);
    else if (isCommand(key, 'e') || key.key === 'F2') actions.edit(id);
    else if (key.key === 'Delete') {
      actions.remove(targets);
      onSelect(new Set());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // The list is what takes the keys; this element only listens before it does.
    <div ref={scroller} className={cx(css['scroller'])} onKeyDownCapture={onKey}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
        <GridList
          ref={listRef}
          aria-label={t('hosts.list')}
          items={items}
          selectionMode="multiple"
          selectionBehavior={isBesideDetails ? 'replace' : 'toggle'}
          selectedKeys={selected}
          onSelectionChange={(selection: Selection) =>
            onSelect(
              selection === 'all' ? new Set(items.map(({ id }) => id)) : new Set([...selection].map(String)),
            )
          }
          onAction={(key) => go({ view: 'hosts', hostId: String(key) })}
          className={cx(css['rows'])}
        >
          {(item) => <HostRow {...item} />}
        </GridList>
      </Virtualizer>
    </div>
  );
}

/** The same object for the same host as long as its name stays, so that an edit redraws one row and not all. */
function useRowItems(hosts: readonly Host[]): readonly RowItem[] {
  const known = useRef(new Map<string, RowItem>());
  return useMemo(
    () =>
      hosts.map(({ id, name }) => {
        const before = known.current.get(id);
        if (before?.name === name) return before;
        const item = { id, name };
        known.current.set(id, item);
        return item;
      }),
    [hosts],
  );
}

/** Rem. What host-row.module.css draws in one or two lines. */
const narrowBelow = 30;
const heights = { wide: 3.5, narrow: 5 };

/** Pixels. All rows are of one height, so that the list knows its length without drawing them. */
function useRowHeight(scroller: RefObject<HTMLElement | null>): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [isNarrow, setNarrow] = useState(false);
  // The width of the list is known to the page alone.
  useLayoutEffect(() => {
    const element = scroller.current;
    const measure = (): void => setNarrow((element?.clientWidth ?? 0) < narrowBelow * rem);
    measure();
    const observer = new ResizeObserver(measure);
    if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rem]);
  return (isNarrow ? heights.narrow : heights.wide) * rem;
}
