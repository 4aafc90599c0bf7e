import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu.tsx';
import {
  Copy,
  Download,
  Ellipsis,
  Pencil,
  RefreshCw,
  SquareTerminal,
  Star,
  Trash2,
  Files,
  Lock,
} from '../../icons.ts';
import { keyNames } from '../../shell/shortcuts.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import type { HostStatus } from '../../status/use-status.ts';
import type { HostActions } from './actions.ts';
import { openExport } from './export-dialog.tsx';

/** The one thing to do with a host now: Knock, Stop, Knock again or Knock anyway. */
export function VerbButton(props: {
  readonly host: Host;
  readonly of: HostStatus;
  readonly actions: HostActions;
  readonly isPrimary?: boolean;
}): ReactNode {
  const { host, of, actions, isPrimary = false } = props;
  const { t } = useTranslation();
  const verb = t(`action.${of.verb}`);
  return (
    <Button
      variant={isPrimary && of.verb === 'knock' ? 'primary' : 'normal'}
      aria-label={t('hosts.verbFor', { verb, name: host.name })}
      onPress={() => actions.act(host.id)}
    >
      {verb}
    </Button>
  );
}

/** Shuts the door again. While that runs it says so, and nothing can be asked twice. */
export function CloseButton({
  host,
  actions,
}: {
  readonly host: Host;
  readonly actions: HostActions;
}): ReactNode {
  const { t } = useTranslation();
  const isClosing = useSnapshot(({ runs }) => {
    const run = runs[host.id];
    return run?.kind === 'close' && run.state === 'running';
  });
  return (
    <Button
      icon={<Lock size={16} aria-hidden />}
      isPending={isClosing}
      aria-label={t('hosts.verbFor', { verb: t('detail.closeDoor'), name: host.name })}
      onPress={() => actions.close([host.id])}
    >
      {t(isClosing ? 'status.closing' : 'detail.closeDoor')}
    </Button>
  );
}

/** Everything else that can be done with a host. */
export function MoreButton(props: {
  readonly host: Host;
  readonly actions: HostActions;
  /** Left out where buttons of the same name stand beside it. */
  readonly besides?: boolean;
}): ReactNode {
  const { host, actions, besides = false } = props;
  const { t } = useTranslation();
  const icon = { size: 16, 'aria-hidden': true } as const;
  return (
    <MenuButton
      label={t('hosts.moreFor', { name: host.name })}
      groups={[
        [
          ...(host.connect === undefined || besides
            ? []
            : [
                {
                  id: 'connect',
                  label: t('action.connect'),
                  icon: <SquareTerminal {...icon} />,
                  keys: keyNames('Ctrl Shift Enter'),
                  run: () => actions.connect(host.id),
                },
              ]),
          ...(host.check === undefined
            ? []
            : [
                {
                  id: 'check',
                  label: t('action.check'),
                  icon: <RefreshCw {...icon} />,
                  keys: keyNames('Ctrl R'),
                  run: () => actions.check([host.id]),
                },
              ]),
          ...(host.close === undefined || besides
            ? []
            : [
                {
                  id: 'close',
                  label: t('detail.closeDoor'),
                  icon: <Lock {...icon} />,
                  run: () => actions.close([host.id]),
                },
              ]),
        ],
        [
          ...(besides
            ? []
            : [
                {
                  id: 'edit',
                  label: t('action.edit'),
                  icon: <Pencil {...icon} />,
                  keys: keyNames('Ctrl E'),
                  run: () => actions.edit(host.id),
                },
              ]),
          {
            id: 'duplicate',
            label: t('action.duplicate'),
            icon: <Files {...icon} />,
            keys: keyNames('Ctrl D'),
            run: () => actions.duplicate(host.id),
          },
          {
            id: 'favourite',
            label: t(host.favourite ? 'detail.removeFavourite' : 'detail.addFavourite'),
            icon: <Star {...icon} />,
            run: () => actions.toggleFavourite(host.id),
          },
          {
            id: 'copy',
            label: t('detail.copyCommand'),
            icon: <Copy {...icon} />,
            run: () => actions.copyCommand(host.id),
          },
          {
            id: 'export',
            label: t('action.export'),
            icon: <Download {...icon} />,
            run: () => openExport([host.id]),
          },
        ],
        [
          {
            id: 'delete',
            label: t('action.delete'),
            icon: <Trash2 {...icon} />,
            keys: t('key.delete'),
            isDanger: true,
            run: () => actions.remove([host.id]),
          },
        ],
      ]}
    >
      <IconButton label={t('hosts.moreFor', { name: host.name })} hint={t('action.more')}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </MenuButton>
  );
}
