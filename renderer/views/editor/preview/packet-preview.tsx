import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketField, Preview } from '../../../../app/preview.ts';
import { cx } from '../../../class-names.ts';
import { useFormat } from '../../../format.ts';
import css from './preview.module.css';

/** What a packet says, field by field. What is secret, or made anew each time, stands as dots. */
export function PacketPreview({
  preview,
}: {
  readonly preview: Extract<Preview, { readonly kind: 'packet' }>;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { fields, bytes, most, transport, port } = preview;
  const size = { bytes: format.number(bytes), most: format.number(most), count: bytes };
  const to = `${port === null ? t('editor.randomPort') : port}/${transport === 'http' ? 'tcp, HTTP' : transport}`;
  return (
    <>
      <p>
        {t('editor.packetTo')} <bdi dir="ltr">{to}</bdi>
      </p>
      <p className={cx(css['quiet'])}>
        {/* gpg decides its size; that of xt_pknock is always the same. */}
        {bytes === 0
          ? t('editor.bytesByGpg', size)
          : bytes === most
            ? t('timeline.bytes', size)
            : t('editor.bytesOf', size)}
      </p>
      <dl className={cx(css['fields'])}>
        {fields.map((field) => (
          <Field key={field.name} field={field} />
        ))}
      </dl>
    </>
  );
}

function Field({ field: { name, value } }: { readonly field: PacketField }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t(`editor.packet.${name}`)}</dt>
      <dd>
        {value === null ? (
          <>
            <span aria-hidden>•••••</span>
            <span className="visually-hidden">{t('editor.masked')}</span>
          </>
        ) : (
          <bdi dir="ltr">{value}</bdi>
        )}
      </dd>
    </>
  );
}
