import { useState, type ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { ChevronDown } from '../../icons.ts';
import css from './editor.module.css';
import { Field } from './field.tsx';
import type { Editor } from './use-editor.ts';

const fieldsOfMore = [
  'gapMs',
  'seqTimeoutS',
  'source',
  'tries',
  'deadlineS',
  'knocksPerMinute',
  'notes',
] as const;

/** What few hosts need to say: it stays folded until one of its fields is wrong. */
export function MoreSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems, focusRequests } = editor;
  const [isOpen, setIsOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [answered, setAnswered] = useState(0);
  // A wrong field must be seen before it can get the focus.
  if (focusRequests !== answered) {
    setAnswered(focusRequests);
    if (fieldsOfMore.some((field) => problems.has(field))) setIsOpen(true);
  }
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setIsOpen} className={cx(css['section'])}>
      <Heading level={2}>
        <AriaButton slot="trigger" className={cx(css['disclose'])}>
          <ChevronDown size={16} aria-hidden />
          {t('editor.more')}
        </AriaButton>
      </Heading>
      <DisclosurePanel className={cx(css['panel'])}>
        <div className={cx(css['pair'])}>
          <Select
            label={t('editor.field.server')}
            value={draft.server}
            choices={servers.map((value) => ({ value, label: t(`editor.server.${value}`) }))}
            onChange={(server) => set({ server })}
          />
          <span className={cx(css['beside'])}>
            <Button onPress={() => setIsHelpOpen(true)}>{t('editor.whichServer')}</Button>
          </span>
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
        <div className={cx(css['row'])}>
          <Field editor={editor} of="gapMs" mono inputMode="numeric" placeholder={t('editor.auto')} />
          <Field editor={editor} of="seqTimeoutS" mono inputMode="decimal" placeholder="10" />
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
      {isHelpOpen && (
        <Dialog
          isOpen
          onClose={() => setIsHelpOpen(false)}
          title={t('editor.whichServer')}
          actions={<Button onPress={() => setIsHelpOpen(false)}>{t('action.close')}</Button>}
        >
          <dl className={cx(css['servers'])}>
            {servers.map((server) => (
              <div key={server}>
                <dt>{t(`editor.server.${server}`)}</dt>
                <dd>{t(`editor.serverHint.${server}`)}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </Disclosure>
  );
}

const servers = ['unknown', 'knockd', 'nftables', 'mikrotik', 'recent'] as const;
