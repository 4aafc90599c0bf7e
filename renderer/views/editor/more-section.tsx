import { useState, type ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { ChevronDown } from '../../icons.ts';
import { isPaced } from './draft.ts';
import css from './editor.module.css';
import { Field } from './field.tsx';
import { MoreOfMethod } from './methods/more-fields.tsx';
import type { Editor } from './use-editor.ts';

const fieldsOfMore = [
  'gapMs',
  'seqTimeoutS',
  'epochS',
  'spaUser',
  'natHost',
  'natPort',
  'outsidePort',
  'source',
  'tries',
  'deadlineS',
  'knocksPerMinute',
  'notes',
] as const;

/** What few hosts need to say: it stays folded until one of its fields is wrong. */
export function MoreSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, problems, focusRequests } = editor;
  const [isOpen, setIsOpen] = useState(false);
  const [answered, setAnswered] = useState(0);
  // A wrong field must be seen before it can get the focus.
  if (focusRequests !== answered) {
    setAnswered(focusRequests);
    const fields = [...fieldsOfMore, ...(draft.method === 'spa' ? (['clockOffsetS'] as const) : [])];
    if (fields.some((field) => problems.has(field))) setIsOpen(true);
  }
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setIsOpen} className={cx(css['section'])}>
      <Heading level={2}>
        <AriaButton slot="trigger" className={cx(css['disclose'])}>
          <ChevronDown size={16} aria-hidden />
          {t(isPaced(draft.method) ? 'editor.more' : 'editor.moreOfPacket')}
        </AriaButton>
      </Heading>
      <DisclosurePanel className={cx(css['panel'])}>
        <MoreOfMethod editor={editor} />
        {isPaced(draft.method) && <Pacing editor={editor} />}
        <div className={cx(css['row'])}>
          {isPaced(draft.method) && (
            <>
              <Field editor={editor} of="gapMs" mono inputMode="numeric" placeholder={t('editor.auto')} />
              <Field editor={editor} of="seqTimeoutS" mono inputMode="decimal" placeholder="10" />
            </>
          )}
          <Field editor={editor} of="tries" mono inputMode="numeric" placeholder="8" />
          <Field editor={editor} of="deadlineS" mono inputMode="decimal" placeholder="15" />
          <Field editor={editor} of="knocksPerMinute" mono inputMode="numeric" placeholder="12" />
        </div>
        <Field
          editor={editor}
          of="source"
          mono
          placeholder={t('editor.auto')}
          description={t('editor.sourceHint')}
        />
        <Field editor={editor} of="notes" rows={4} />
      </DisclosurePanel>
    </Disclosure>
  );
}

/** How a sequence is sent, whatever its ports come from. */
function Pacing({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <>
      <div className={cx(css['pair'])}>
        <Select
          label={t('editor.field.server')}
          value={draft.server}
          choices={servers.map((value) => ({ value, label: t(`editor.server.${value}`) }))}
          description={t(`editor.serverHint.${draft.server}`)}
          onChange={(server) => set({ server })}
        />
      </div>
      <RadioGroup
        label={t('editor.field.tcp')}
        value={draft.tcp}
        choices={(['syn', 'connect'] as const).map((value) => ({
          value,
          label: t(`editor.tcp.${value}`),
          description: t(`editor.tcpHint.${value}`),
        }))}
        onChange={(tcp) => set({ tcp })}
      />
    </>
  );
}

const servers = ['unknown', 'knockd', 'nftables', 'mikrotik', 'recent'] as const;
