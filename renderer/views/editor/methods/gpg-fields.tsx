import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../../app/errors.ts';
import type { Result } from '../../../../app/result.ts';
import type { GpgKey } from '../../../../app/spa/ports.ts';
import { cx } from '../../../class-names.ts';
import { ComboField } from '../../../components/combo-field.tsx';
import { describeFailure } from '../../../failure.ts';
import { TriangleAlert } from '../../../icons.ts';
import { useApi } from '../../../use-snapshot.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';

/** So that gpg is not started for every key of a path. */
const quietMs = 400;

/** For whom the packet is encrypted, and who signs it: out of what gpg knows, or typed by hand. */
export function GpgFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems } = editor;
  const found = useGpgKeys(draft.gpgHome.trim());
  const keys = found?.ok === true ? found.value : [];
  const suggest = (each: readonly GpgKey[]) =>
    each.map(({ fingerprint, userId, algorithm }) => ({
      value: fingerprint,
      label: userId,
      detail: t('method.gpgKey', { algorithm, id: fingerprint.slice(-16) }),
    }));
  const nameOf = (text: string): string | undefined =>
    keys.find(({ fingerprint }) => fingerprint === text.trim())?.userId;
  return (
    <>
      {found?.ok === false && (
        <p className={cx(css['note'])}>
          <TriangleAlert size={14} aria-hidden />
          <span>{describeFailure(t, found.error)}</span>
        </p>
      )}
      <ComboField
        label={t('editor.field.recipient')}
        value={draft.recipient}
        suggestions={suggest(keys.filter(({ canEncrypt }) => canEncrypt))}
        openLabel={t('method.chooseKey', { name: t('editor.field.recipient') })}
        description={nameOf(draft.recipient) ?? t('method.recipientHint')}
        error={problems.get('recipient') ?? null}
        onChange={(recipient) => set({ recipient })}
      />
      <ComboField
        label={t('editor.field.signer')}
        value={draft.signer}
        suggestions={suggest(keys.filter(({ canSign, isOwn }) => canSign && isOwn))}
        openLabel={t('method.chooseKey', { name: t('editor.field.signer') })}
        description={nameOf(draft.signer) ?? t('method.signerHint')}
        error={problems.get('signer') ?? null}
        onChange={(signer) => set({ signer })}
      />
      <Field
        editor={editor}
        of="gpgHome"
        mono
        autoComplete="off"
        placeholder={t('editor.auto')}
        description={t('method.gpgHomeHint')}
      />
    </>
  );
}

function useGpgKeys(home: string): Result<readonly GpgKey[], Failure> | null {
  const api = useApi();
  const [found, setFound] = useState<Result<readonly GpgKey[], Failure> | null>(null);
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(
      () => {
        void api.gpgKeys({ home: home === '' ? null : home }).then((answer) => isWanted && setFound(answer));
      },
      home === '' ? 0 : quietMs,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, home]);
  return found;
}
