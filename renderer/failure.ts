import type { TFunction } from 'i18next';
import type { Failure, StorageProblem } from '../app/errors.ts';

/** What happened, then what to do, in one or two sentences. */
export function describeFailure(t: TFunction, failure: Failure): string {
  switch (failure.code) {
    case 'host-not-found':
      return t('failure.hostNotFound');
    case 'name-taken':
      return t('failure.nameTaken', { name: failure.name });
    case 'name-ambiguous':
      return t('failure.nameAmbiguous', { name: failure.name });
    case 'nothing-to-check':
      return t('failure.nothingToCheck', { name: failure.name });
    case 'nothing-to-start':
      return t('failure.nothingToStart', { name: failure.name });
    case 'nothing-to-close':
      return t('failure.nothingToClose', { name: failure.name });
    case 'network-name-taken':
      return t('failure.networkNameTaken', { name: failure.name });
    case 'too-many-rules':
      return t('failure.tooManyRules', { most: failure.most });
    case 'rule-not-found':
      return t('failure.ruleNotFound');
    case 'not-started':
      return t('failure.notStarted', { program: failure.program });
    case 'invalid-host':
      return t('failure.invalidHost', { problems: failure.issues.map(({ problem }) => problem).join(' ') });
    case 'store-broken':
      return t('failure.broken', { file: failure.file, reason: failure.reason });
    case 'store-newer':
      return t('failure.newer', { file: failure.file });
    case 'store-unreadable':
      return t('failure.unreadable', { file: failure.file, reason: t(storageReasons[failure.reason]) });
    case 'store-unwritable':
      return failure.reason === 'full'
        ? `${t('failure.cantSave')}. ${t('failure.full')}`
        : t('failure.unwritable', { file: failure.file, reason: t(storageReasons[failure.reason]) });
    case 'store-busy':
      return t('failure.busy');
    case 'secret-missing':
      return t('failure.secretMissing', { name: failure.name });
    case 'vault-locked':
      return t(lockedBy[failure.opensWith]);
    case 'vault-missing':
      return t('failure.vaultMissing');
    case 'vault-needs-passphrase':
      return t('failure.needsPassphrase');
    case 'passphrase-wrong':
      return t('failure.passphraseWrong');
    case 'passphrase-short':
      return t('failure.passphraseShort', { count: failure.least });
    case 'keyring-absent':
      return t('failure.keyringAbsent');
    case 'vault-damaged':
      return t('failure.vaultDamaged', { file: failure.file, reason: failure.reason });
    case 'list-used-up':
      return t('reason.listUsedUp');
    case 'gpg':
      return t(`reason.gpg.${failure.problem}`);
    case 'clock-unknown':
      return t(`failure.clock.${failure.problem}`, { source: failure.source });
    case 'import-unreadable':
      return failure.reason === 'not-understood' && failure.line !== null
        ? t('failure.import.not-understood-line', { line: failure.line })
        : t(`failure.import.${failure.reason}`);
    default:
      return failure satisfies never;
  }
}

const lockedBy = {
  passphrase: 'failure.lockedPassphrase',
  keyring: 'failure.lockedKeyring',
  both: 'failure.lockedBoth',
} as const;

/** Ends a sentence: "can't write …: the disk is full". */
export const storageReasons = {
  denied: 'failure.denied',
  'read-only': 'failure.readOnly',
  full: 'failure.diskFull',
  'not-a-file': 'failure.notAFile',
  other: 'failure.other',
} as const satisfies Record<StorageProblem, string>;
