import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSameNetwork } from '../../../app/network/identity.ts';
import type { NetworkFacts } from '../../../app/network/reading.ts';
import { findKnown, isNameAlone } from '../../../app/rules/match.ts';
import type { KnownNetwork } from '../../../app/rules/schema.ts';
import { cx } from '../../class-names.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Confirm, Dialog } from '../../components/dialog.tsx';
import { MenuButton } from '../../components/menu.tsx';
import { TextField } from '../../components/text-field.tsx';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { Ellipsis, Pencil, Plus, Trash2, TriangleAlert } from '../../icons.ts';
import { networkName } from '../../rules/decision-words.ts';
import { rulebookOf, useRuleWords } from '../../rules/use-rules.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import css from './rules.module.css';
import { useNameNetwork } from './use-name-network.ts';

/** The networks that the user gave a name, and the one that this computer is in. */
export function NetworksSection(): ReactNode {
  const { t } = useTranslation();
  const { networks } = useSnapshot(rulebookOf);
  const network = useSnapshot(({ automation }) => automation.network);
  const nameIt = useNameNetwork();
  const [renamed, setRenamed] = useState<KnownNetwork | null>(null);
  const [removed, setRemoved] = useState<KnownNetwork | null>(null);
  const known = network === null ? null : findKnown(network, networks);
  return (
    <section className={cx(css['section'])} aria-labelledby="networks-title">
      <h2 id="networks-title">{t('rules.networks.title')}</h2>
      <p className={cx(css['quiet'])}>{t('rules.networks.text')}</p>
      <div className={cx(css['now'])}>
        <p>
          {network === null
            ? t('rules.networks.nowOffline')
            : t('rules.networks.now', {
                network:
                  known === null
                    ? t('rules.networks.unnamed', { facts: networkName(network, []) })
                    : t('rules.match.known', { name: known.name }),
              })}
        </p>
        {network !== null && known === null && (
          <Button icon={<Plus size={16} aria-hidden />} onPress={() => void nameIt(network)}>
            {t('rules.networks.add')}
          </Button>
        )}
      </div>
      {networks.length === 0 ? (
        <p className={cx(css['quiet'])}>{t('rules.networks.none')}</p>
      ) : (
        <ul className={cx(css['list'])} aria-labelledby="networks-title">
          {networks.map((each) => (
            <li key={each.id} className={cx(css['network'])}>
              <div className={cx(css['said'])}>
                <p className={cx(css['name'])}>
                  <span dir="auto">{each.name}</span>
                  {network !== null && isSameNetwork(each, network) && (
                    <span className={cx(css['quiet'])}> · {t('rules.networks.current')}</span>
                  )}
                </p>
                <Facts of={each} />
                {isNameAlone(each) && (
                  <p className={cx(css['warning'])}>
                    <TriangleAlert size={14} aria-hidden />
                    {t('rules.networks.nameAlone')}
                  </p>
                )}
              </div>
              <MenuButton
                label={t('rules.networks.moreFor', { name: each.name })}
                groups={[
                  [
                    {
                      id: 'rename',
                      label: t('rules.networks.rename'),
                      icon: <Pencil size={16} aria-hidden />,
                      run: () => setRenamed(each),
                    },
                  ],
                  [
                    {
                      id: 'remove',
                      label: t('rules.networks.remove'),
                      icon: <Trash2 size={16} aria-hidden />,
                      isDanger: true,
                      run: () => setRemoved(each),
                    },
                  ],
                ]}
              >
                <IconButton label={t('rules.networks.moreFor', { name: each.name })} hint={t('action.more')}>
                  <Ellipsis size={16} aria-hidden />
                </IconButton>
              </MenuButton>
            </li>
          ))}
        </ul>
      )}
      {renamed !== null && <RenameDialog network={renamed} onClose={() => setRenamed(null)} />}
      {removed !== null && <RemoveDialog network={removed} onClose={() => setRemoved(null)} />}
    </section>
  );
}

/** What a network is recognised by. */
function Facts({ of }: { readonly of: NetworkFacts }): ReactNode {
  const { t } = useTranslation();
  const facts = [
    ...(of.ssid === null ? [] : [t('rules.networks.ssid', { name: of.ssid })]),
    ...(of.gateway === null ? [] : [t('rules.networks.gateway', { address: of.gateway })]),
    ...(of.gatewayMac === null ? [] : [t('rules.networks.mac', { address: of.gatewayMac })]),
    ...of.subnets,
  ];
  return <p className={cx(css['quiet'])}>{facts.join(' · ')}</p>;
}

function RenameDialog(props: { readonly network: KnownNetwork; readonly onClose: () => void }): ReactNode {
  const { network, onClose } = props;
  const { t } = useTranslation();
  const api = useApi();
  const [name, setName] = useState(network.name);
  const [problem, setProblem] = useState<string | null>(null);
  async function save(): Promise<void> {
    if (name.trim() === '') return setProblem(t('rules.networks.noName'));
    const saved = await api.saveNetwork({ network: { ...network, name: name.trim() } });
    if (saved.ok) onClose();
    else setProblem(describeFailure(t, saved.error));
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('rules.networks.renameTitle', { name: network.name })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button variant="primary" onPress={() => void save()}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        label={t('rules.networks.name')}
        value={name}
        maxLength={64}
        error={problem}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
          else event.continuePropagation();
        }}
      />
    </Dialog>
  );
}

/** Asks before a network goes, and tells which rules lose it. */
function RemoveDialog(props: { readonly network: KnownNetwork; readonly onClose: () => void }): ReactNode {
  const { network, onClose } = props;
  const { t } = useTranslation();
  const api = useApi();
  const { describe } = useRuleWords();
  const { rules } = useSnapshot(rulebookOf);
  const losing = rules.filter(
    ({ on }) =>
      on.kind !== 'any' && on.networks.some((each) => each.kind === 'known' && each.id === network.id),
  );
  return (
    <Confirm
      isOpen
      title={t('rules.networks.removeTitle', { name: network.name })}
      text={
        losing.length === 0 ? (
          <p>{t('rules.networks.removeText')}</p>
        ) : (
          <>
            <p>{t('rules.networks.removeRules')}</p>
            <ul className={cx(css['losing'])}>
              {losing.map((rule) => (
                <li key={rule.id}>{describe(rule)}</li>
              ))}
            </ul>
          </>
        )
      }
      stay={t('rules.networks.keep')}
      goOn={t('rules.networks.remove')}
      onStay={onClose}
      onGoOn={() => {
        onClose();
        void api.removeNetwork({ networkId: network.id }).then((gone) => {
          if (!gone.ok) notify({ text: describeFailure(t, gone.error) });
        });
      }}
    />
  );
}
