import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';
import { OwnAddressFields } from './own-address.tsx';
import { SecretSlot } from './secret-slot.tsx';
import { VaultNotice } from './vault-notice.tsx';

/** The single packet of xt_pknock. */
export function PknockSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="pknock-title">
      <h2 id="pknock-title">{t('method.pknockTitle')}</h2>
      <p className={cx(css['quiet'])}>{t('method.pknockHint')}</p>
      <VaultNotice />
      <SecretSlot editor={editor} slot="pknock-secret" description={t('method.pknockSecretHint')} />
      <div className={cx(css['row'])}>
        <Field editor={editor} of="pknockPort" mono inputMode="numeric" placeholder="2000" />
        <Field editor={editor} of="clockOffsetS" mono placeholder="0" />
      </div>
      <OwnAddressFields
        editor={editor}
        label={t('method.pknockAddress')}
        value={draft.ownAddress}
        kinds={['local', 'fixed', 'resolve']}
        onChange={(ownAddress) => set({ ownAddress })}
      />
    </section>
  );
}
