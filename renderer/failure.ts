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
    case 'not-started':
      return t('failure.notStarted', { program: failure.program });
    case 'invalid-host':
      return t('failure.invalidHost', { problems: failure.issues.map(({ problem }) => problem).join(' ') });
    case 'store-broken':
      return `${t('failure.brokenTitle')}. ${t('failure.brokenWhere', { file: failure.file, reason: failure.reason })}`;
    case 'store-newer':
      return `${t('failure.newerTitle')}. ${t('failure.newerText')}`;
    case 'store-unreadable':
      return t('failure.unreadable', { file: failure.file, reason: t(storageReasons[failure.reason]) });
    case 'store-unwritable':
      return failure.reason === 'full'
        ? `${t('failure.cantSave')}. ${t('failure.full')}`
        : t('failure.unwritable', { file: failure.file, reason: t(storageReasons[failure.reason]) });
    case 'store-busy':
      return t('failure.busy');
    default:
      return failure satisfies never;
  }
}

const storageReasons = {
  denied: 'failure.denied',
  'read-only': 'failure.readOnly',
  full: 'failure.diskFull',
  'not-a-file': 'failure.notAFile',
  other: 'failure.other',
} as const satisfies Record<StorageProblem, string>;
