import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { findKnown } from '../../../app/rules/match.ts';
import type { Match } from '../../../app/rules/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup } from '../../components/checkbox-group.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Plus } from '../../icons.ts';
import { describeMatch } from '../../rules/rule-words.ts';
import { rulebookOf } from '../../rules/use-rules.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import editorCss from '../editor/editor.module.css';
import { parseMatch } from './rule-draft.ts';
import css from './rules.module.css';
import type { RuleEditor } from './use-rule-editor.ts';
import { useNameNetwork } from './use-name-network.ts';

const links: readonly Match[] = (['wired', 'wifi', 'mobile', 'vpn'] as const).map((link) => ({
  kind: 'link',
  link,
}));

/** On which networks the rule acts. */
export function NetworksPart({ editor }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problem } = editor;
  const { networks } = useSnapshot(rulebookOf);
  // In the order of the lists; what was typed comes last.
  const offered = unique([
    ...networks.map(({ id }): Match => ({ kind: 'known', id })),
    ...links,
    ...draft.networks,
  ]);
  return (
    <section className={cx(editorCss['section'])}>
      <RadioGroup
        label={t('rules.editor.on')}
        value={draft.on}
        choices={(['any', 'only', 'except'] as const).map((value) => ({
          value,
          label: t(`rules.editor.ons.${value}`),
        }))}
        onChange={(on) => set({ on })}
      />
      {draft.on !== 'any' && (
        <div className={cx(css['indented'])}>
          <CheckboxGroup
            label={t('rules.editor.chosen')}
            value={draft.networks.map(keyOf)}
            choices={offered.map((match) => ({
              value: keyOf(match),
              label: capital(describeMatch(t, match, networks)),
            }))}
            error={problem('networks')}
            onChange={(keys) => set({ networks: offered.filter((match) => keys.includes(keyOf(match))) })}
          />
          <ThisNetwork editor={editor} />
          <TypedMatch editor={editor} />
        </div>
      )}
    </section>
  );
}

/** Adds the network that this computer is in, and names it if it has no name yet. */
function ThisNetwork({ editor: { draft, set } }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  const { networks } = useSnapshot(rulebookOf);
  const network = useSnapshot(({ automation }) => automation.network);
  const nameIt = useNameNetwork();
  if (network === null) return null;
  const known = findKnown(network, networks);
  const isChosen = draft.networks.some((each) => each.kind === 'known' && each.id === known?.id);
  if (isChosen) return null;
  const add = async (): Promise<void> => {
    const named = known ?? (await nameIt(network));
    if (named !== null) set({ networks: [...draft.networks, { kind: 'known', id: named.id }] });
  };
  return (
    <span>
      <Button icon={<Plus size={16} aria-hidden />} onPress={() => void add()}>
        {t('rules.editor.thisNetwork')}
      </Button>
    </span>
  );
}

/** A network by its router, subnet or the name of its Wi-Fi. */
function TypedMatch({ editor: { draft, set } }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'gateway' | 'subnet' | 'ssid'>('gateway');
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const add = (): void => {
    const match = parseMatch(kind, text);
    setWrong(match === null);
    if (match === null) return;
    set({ networks: unique([...draft.networks, match]) });
    setText('');
  };
  return (
    <div className={cx(css['typed'])}>
      <Select
        label={t('rules.editor.matchKind')}
        value={kind}
        choices={(['gateway', 'subnet', 'ssid'] as const).map((value) => ({
          value,
          label: t(`rules.editor.${value}`),
        }))}
        onChange={(chosen) => {
          setKind(chosen);
          setWrong(false);
        }}
      />
      <TextField
        label={t('rules.editor.matchText')}
        mono
        value={text}
        error={isWrong ? t(`rules.editor.problem.${kind}`) : null}
        onChange={(typed) => {
          setText(typed);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return event.continuePropagation();
          // Enter would save the rule without it.
          event.preventDefault();
          add();
        }}
      />
      <Button onPress={add}>{t('rules.editor.addMatch')}</Button>
    </div>
  );
}

function keyOf(match: Match): string {
  switch (match.kind) {
    case 'known':
      return `known ${match.id}`;
    case 'gateway':
      return `gateway ${match.address}`;
    case 'subnet':
      return `subnet ${match.subnet}`;
    case 'ssid':
      return `ssid ${match.pattern}`;
    case 'link':
      return `link ${match.link}`;
    default:
      return match satisfies never;
  }
}

function unique(matches: readonly Match[]): readonly Match[] {
  return [...new Map(matches.map((match) => [keyOf(match), match])).values()];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
