import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../../app/errors.ts';
import type { Result } from '../../../../app/result.ts';
import type { GpgKey } from '../../../../app/spa/ports.ts';
import { cx } from '../../../class-names.ts';
import { IconButton } from '../../../components/button.tsx';
import { MenuButton } from '../../../components/menu.tsx';
import { describeFailure } from '../../../failure.ts';
import { ChevronDown, TriangleAlert } from '../../../icons.ts';
import { useApi } from '../../../use-snapshot.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';

/** So that gpg is not started for every key of a path. */
const quietMs = 400;

/** For whom the packet is encrypted, and who signs it: out of what gpg knows, or typed by hand. */
export function GpgFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft } = editor;
  const found = useGpgKeys(draft.gpgHome.trim());
  const keys = found?.ok === true ? found.value : [];
  return (
    <>
      {found?.ok === false && (
        <p className={cx(css['note'])}>
          <TriangleAlert size={14} aria-hidden />
          <span>{describeFailure(t, found.error)}</span>
        </p>
      )}
      <KeyField
        editor={editor}
        of="recipient"
        keys={keys.filter(({ canEncrypt }) => canEncrypt)}
        hint={t('method.recipientHint')}
      />
      <KeyField
        editor={editor}
        of="signer"
        keys={keys.filter(({ canSign, isOwn }) => canSign && isOwn)}
        hint={t('method.signerHint')}
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

/** A key: typed, or chosen out of those that gpg knows. Which one it is stands below. */
function KeyField(props: {
  readonly editor: Editor;
  readonly of: 'recipient' | 'signer';
  readonly keys: readonly GpgKey[];
  readonly hint: string;
}): ReactNode {
  const { editor, of, keys, hint } = props;
  const { t } = useTranslation();
  const chosen = keys.find(({ fingerprint }) => fingerprint === editor.draft[of].trim());
  const choose = t('method.chooseKey', { name: t(`editor.field.${of}`) });
  return (
    <div className={cx(css['withButton'])}>
      <Field
        editor={editor}
        of={of}
        mono
        autoComplete="off"
        spellCheck="false"
        description={chosen?.userId ?? hint}
      />
      {keys.length > 0 && (
        <span className={cx(css['beside'])}>
          <MenuButton
            label={choose}
            groups={[
              keys.map(({ fingerprint, userId, algorithm }) => ({
                id: fingerprint,
                label: t('method.gpgKey', { user: userId, algorithm, id: fingerprint.slice(-8) }),
                run: () => editor.set({ [of]: fingerprint }),
              })),
            ]}
          >
            <IconButton label={choose}>
              <ChevronDown size={16} aria-hidden />
            </IconButton>
          </MenuButton>
        </span>
      )}
    </div>
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
