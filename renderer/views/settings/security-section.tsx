import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import { hostsOf } from '../../../app/present/status.ts';
import type { Result } from '../../../app/result.ts';
import type { VaultLook } from '../../../app/secrets/look.ts';
import type { Settings } from '../../../app/settings/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/checkbox.tsx';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { Lock, LockOpen, TriangleAlert } from '../../icons.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import { PassphraseDialog, type PassphraseChange } from './passphrase-dialog.tsx';
import { Section } from './section.tsx';
import css from './settings.module.css';

/** What protects the secrets, and whether they are open. */
export function SecuritySection(props: {
  readonly settings: Settings;
  readonly set: (part: Partial<Settings>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const vault = useSnapshot((snapshot) => snapshot.vault);
  return (
    <Section title={t('settings.security')}>
      {vault.state === 'failed' && <Unusable failure={vault.failure} />}
      {vault.state === 'ready' && (
        <>
          <State look={vault.look} />
          <Keys look={vault.look} />
          <Orphans look={vault.look} />
        </>
      )}
      <Switch
        isSelected={props.settings.lockVault === 'screen-lock'}
        onChange={(locks) => props.set({ lockVault: locks ? 'screen-lock' : 'never' })}
        description={t('settings.lockWithScreenHint')}
      >
        {t('settings.lockWithScreen')}
      </Switch>
    </Section>
  );
}

/** Says what came of a command where it can't be seen otherwise. */
function useTold(): (doing: Promise<Result<VaultLook, Failure>>, said?: string) => Promise<boolean> {
  const { t } = useTranslation();
  return async (doing, said) => {
    const result = await doing;
    if (!result.ok) notify({ text: describeFailure(t, result.error) });
    else if (said !== undefined) notify({ text: said }, { forMs: 5_000 });
    return result.ok;
  };
}

function Unusable({ failure }: { readonly failure: Failure }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const told = useTold();
  return (
    <div role="alert" className={cx(css['state'])}>
      <p>
        <TriangleAlert size={16} aria-hidden />
        <span>
          <strong>{t('settings.damaged')}.</strong> {describeFailure(t, failure)}
        </span>
      </p>
      <span className={cx(css['buttons'])}>
        <Button onPress={() => void told(api.loadSecrets({}))}>{t('settings.checkAgain')}</Button>
      </span>
    </div>
  );
}

/** Open or locked, and what opens it. */
function State({ look }: { readonly look: VaultLook }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const told = useTold();
  const { ask } = useVaultDialog();
  const { passphrase, keyring } = look.opensWith;
  const records = Object.values(look.secrets).map((secrets) => Object.keys(secrets).length);
  const count = records.reduce((sum, each) => sum + each, 0);
  const Icon = look.state === 'open' ? LockOpen : Lock;
  if (look.state === 'none') {
    return (
      <p>
        {t('settings.secretsNone')} {look.keyring === 'absent' && t('settings.noKeyring')}
      </p>
    );
  }
  return (
    <div className={cx(css['state'])}>
      <p>
        <Icon size={16} aria-hidden />
        <span>
          <strong>{t(look.state === 'open' ? 'settings.vaultOpen' : 'settings.vaultLocked')}</strong>{' '}
          {count > 0
            ? t('settings.stored', {
                count,
                hosts: t('settings.hostCount', { count: records.filter((each) => each > 0).length }),
              })
            : t('settings.secretsNone')}{' '}
          {t(`settings.protect.${passphrase && keyring ? 'both' : passphrase ? 'passphrase' : 'keyring'}`)}
        </span>
      </p>
      {keyring && look.keyring === 'away' && <p>{t('settings.keyringAway')}</p>}
      <span className={cx(css['buttons'])}>
        {look.state === 'open' ? (
          <Button icon={<Lock size={16} aria-hidden />} onPress={() => void told(api.lockVault({}))}>
            {t('settings.lockNow')}
          </Button>
        ) : (
          <Button icon={<LockOpen size={16} aria-hidden />} variant="primary" onPress={() => void ask()}>
            {t('settings.unlock')}
          </Button>
        )}
        {keyring && look.keyring === 'away' && (
          <Button onPress={() => void told(api.loadSecrets({}))}>{t('settings.checkAgain')}</Button>
        )}
      </span>
    </div>
  );
}

/** Passphrase and keyring: set, changed, taken away. */
function Keys({ look }: { readonly look: VaultLook }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const told = useTold();
  const { ask } = useVaultDialog();
  const [change, setChange] = useState<PassphraseChange | null>(null);
  const { passphrase, keyring } = look.opensWith;
  /** What changes the keys needs the vault open. */
  const whenOpen = async (run: () => void): Promise<void> => {
    if (look.state === 'none' || (await ask())) run();
  };
  return (
    <>
      <span className={cx(css['buttons'])}>
        {passphrase ? (
          <>
            <Button onPress={() => setChange('change')}>{t('settings.changePassphrase')}</Button>
            {keyring && <Button onPress={() => setChange('remove')}>{t('settings.removePassphrase')}</Button>}
          </>
        ) : (
          <Button onPress={() => void whenOpen(() => setChange('set'))}>{t('settings.setPassphrase')}</Button>
        )}
      </span>
      {(look.keyring !== 'absent' || keyring) && (
        <Switch
          isSelected={keyring}
          onChange={(use) => void whenOpen(() => void told(api.useKeyring({ use })))}
          description={t('settings.useKeyringHint')}
        >
          {t('settings.useKeyring')}
        </Switch>
      )}
      {change !== null && <PassphraseDialog change={change} onClose={() => setChange(null)} />}
    </>
  );
}

/** Secrets that belong to nobody any more: their hosts were deleted, and the app ended before the notice did. */
function Orphans({ look }: { readonly look: VaultLook }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const told = useTold();
  const hosts = useSnapshot((snapshot) => snapshot.hosts);
  // While the list can't be read nobody knows which hosts are gone.
  if (hosts.state !== 'ready') return null;
  const saved = new Set(hostsOf({ hosts }).map(({ id }) => id));
  const gone = Object.keys(look.secrets).filter((id) => !saved.has(id));
  if (gone.length === 0) return null;
  return (
    <div className={cx(css['state'])}>
      <p>{t('settings.orphans', { count: gone.length })}</p>
      <span className={cx(css['buttons'])}>
        <Button
          variant="danger"
          onPress={() => void told(api.forgetSecrets({ hostIds: gone }), t('settings.orphansGone'))}
        >
          {t('settings.removeOrphans')}
        </Button>
      </span>
    </div>
  );
}
