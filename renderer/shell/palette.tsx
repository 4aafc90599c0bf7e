import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { hostsOf } from '../../app/present/status.ts';
import { cx } from '../class-names.ts';
import overlay from '../components/overlay.module.css';
import { SearchField } from '../components/search-field.tsx';
import { StatusBadge } from '../status/badge.tsx';
import { useStatus } from '../status/use-status.ts';
import { useStatusWords } from '../status/words.ts';
import { go } from '../use-route.ts';
import { useHost, useSnapshot } from '../use-snapshot.tsx';
import { usePause } from '../rules/use-rules.ts';
import { useHostActions } from '../views/hosts/actions.ts';
import { matchHosts, slipsBetween } from './palette-matches.ts';
import css from './palette.module.css';
import { isCommand, keyNames } from './shortcuts.ts';

let isOpen = false;
const listeners = new Set<() => void>();

export function openPalette(): void {
  setOpen(true);
}

/** Type a name, Enter does its main verb; or a command. */
export function Palette(): ReactNode {
  const { t } = useTranslation();
  const open = useSyncExternalStore(subscribe, () => isOpen);
  // The key works whatever has the focus.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isCommand(event, 'k')) return;
      event.preventDefault();
      setOpen(!isOpen);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={setOpen}
      isDismissable
      className={cx(overlay['backdrop'], overlay['top'])}
    >
      <Modal className={cx(overlay['modal'], overlay['wide'])}>
        <Dialog aria-label={t('palette.title')} className={cx(overlay['dialog'], overlay['bare'])}>
          <Choices />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Choices(): ReactNode {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const hosts = useSnapshot(hostsOf);
  const runs = useSnapshot((snapshot) => snapshot.runs);
  const actions = useHostActions();
  const { pause, set } = usePause();
  const recent = Object.entries(runs)
    .toSorted(([, a], [, b]) => b.startedAt - a.startedAt)
    .map(([id]) => id);
  const isCommandQuery = query.startsWith('>');
  const found = isCommandQuery ? [] : matchHosts(hosts, query, recent);
  const commands = [
    { id: 'add', label: t('action.add'), keys: 'Ctrl N', run: () => go({ view: 'editor', hostId: null }) },
    { id: 'import', label: t('palette.import'), keys: 'Ctrl I', run: () => go({ view: 'import' }) },
    {
      id: 'check',
      label: t('palette.checkAll'),
      keys: '',
      run: () => actions.check(hosts.map(({ id }) => id)),
    },
    { id: 'stop', label: t('palette.stop'), keys: 'Ctrl .', run: () => actions.stop(Object.keys(runs)) },
    {
      id: 'hosts',
      label: t('palette.openHosts'),
      keys: 'Ctrl 1',
      run: () => go({ view: 'hosts', hostId: null }),
    },
    {
      id: 'activity',
      label: t('palette.openActivity'),
      keys: 'Ctrl 2',
      run: () => go({ view: 'activity', hostId: null }),
    },
    { id: 'rules', label: t('palette.openRules'), keys: 'Ctrl 3', run: () => go({ view: 'rules' }) },
    { id: 'rule', label: t('palette.addRule'), keys: '', run: () => go({ view: 'rule', ruleId: null }) },
    pause === null
      ? { id: 'pause', label: t('palette.pause'), keys: '', run: () => set('hour') }
      : { id: 'resume', label: t('palette.resume'), keys: '', run: () => set(null) },
    { id: 'settings', label: t('palette.openSettings'), keys: 'Ctrl ,', run: () => go({ view: 'settings' }) },
  ].filter(({ label }) => slipsBetween(label, query.replace(/^>\s*/, '')) !== null);
  const act = (run: () => void): void => {
    setOpen(false);
    run();
  };
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <div className={cx(css['search'])}>
        <SearchField label={t('palette.placeholder')} clearLabel={t('hosts.clearSearch')} autoFocus />
      </div>
      <Menu
        aria-label={t('palette.title')}
        className={cx(overlay['menu'], css['choices'])}
        renderEmptyState={() => (
          <div className={cx(css['none'])}>
            <strong>{t('palette.none')}</strong>
            <p>{t('palette.noneText')}</p>
          </div>
        )}
      >
        {found.length > 0 && (
          <MenuSection>
            <Header className={cx(css['header'])}>{t('palette.hosts')}</Header>
            {found.map(({ id, name }) => (
              <MenuItem
                key={id}
                id={id}
                textValue={name}
                onAction={() => act(() => actions.act(id))}
                className={cx(overlay['item'], css['host'])}
              >
                <HostChoice hostId={id} />
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {commands.length > 0 && (
          <MenuSection>
            <Header className={cx(css['header'])}>{t('palette.commands')}</Header>
            {commands.map(({ id, label, keys, run }) => (
              <MenuItem
                key={id}
                id={id}
                textValue={label}
                onAction={() => act(run)}
                className={cx(overlay['item'])}
              >
                {label}
                {keys !== '' && <kbd>{keyNames(keys)}</kbd>}
              </MenuItem>
            ))}
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  );
}

function HostChoice({ hostId }: { readonly hostId: string }): ReactNode {
  const { t } = useTranslation();
  const host = useHost(hostId);
  const of = useStatus(hostId, { detail: 'minutes' });
  const words = useStatusWords();
  if (host === null) return null;
  return (
    <>
      <span className={cx(css['name'])}>
        {t('hosts.verbFor', { verb: t(`action.${of.verb}`), name: host.name })}
      </span>
      <StatusBadge state={of.status.state}>{words(of, host).word}</StatusBadge>
    </>
  );
}

function setOpen(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
