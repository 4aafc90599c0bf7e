import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../app/hosts/shape.ts';
import { cx } from '../../class-names.ts';
import { IconButton } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ArrowDown, ArrowUp, GripVertical, X } from '../../icons.ts';
import { announce } from '../../shell/announce.tsx';
import css from './editor.module.css';
import { draftSteps, moveStep, newStep, readPaste, type StepDraft } from './step-draft.ts';

/**
 * The steps of a sequence. They are put in order by dragging, by the buttons of each row, or by Alt with an arrow key:
 * dragging must not be the only way (WCAG 2.5.7).
 */
export function StepList(props: {
  readonly steps: readonly StepDraft[];
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (steps: readonly StepDraft[]) => void;
}): ReactNode {
  const { steps, problems, onChange } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);

  function move(from: number, to: number): void {
    const moved = moveStep(steps, from, to);
    if (moved === steps) return;
    const focused = document.activeElement;
    flushSync(() => onChange(moved));
    // The row moves in the document and takes its fields with it, but not their focus. A button at an end is off.
    const row = list.current?.querySelectorAll('[role="row"]')[to];
    const next =
      focused instanceof HTMLElement && !focused.matches(':disabled')
        ? focused
        : row?.querySelector<HTMLElement>('[data-move]:not(:disabled)');
    next?.focus();
    announce(t('editor.moved', { from: from + 1, to: to + 1, of: steps.length }));
  }

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const [key] = keys;
      const from = steps.findIndex((step) => step.key === key);
      const at =
        steps.findIndex((step) => step.key === target.key) + (target.dropPosition === 'after' ? 1 : 0);
      if (from >= 0) move(from, from < at ? at - 1 : at);
    },
  });

  const change = (key: string, part: Partial<StepDraft>): void =>
    onChange(steps.map((step) => (step.key === key ? { ...step, ...part } : step)));

  return (
    <GridList
      ref={list}
      aria-label={t('editor.steps')}
      items={steps}
      dependencies={[steps, problems, t]}
      // Letters belong to the fields in the rows.
      disallowTypeAhead
      keyboardNavigationBehavior="tab"
      dragAndDropHooks={dragAndDropHooks}
      className={cx(css['steps'])}
    >
      {(step) => {
        const index = steps.indexOf(step);
        return (
          <StepRow
            step={step}
            number={index + 1}
            of={steps.length}
            problems={problems}
            onChange={(part) => change(step.key, part)}
            onMove={(by) => move(index, index + by)}
            onRemove={() => {
              flushSync(() => onChange(steps.filter(({ key }) => key !== step.key)));
              announce(t('editor.removed', { step: index + 1, count: steps.length - 1 }));
              const rows = list.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? [];
              (
                rows[Math.min(index, rows.length - 1)] ?? document.querySelector<HTMLElement>('#add-step')
              )?.focus();
            }}
            onPaste={(text) => {
              const pasted = readPaste(text);
              if (!pasted.ok || pasted.value.length < 2) return false;
              onChange(steps.toSpliced(index, 1, ...draftSteps(pasted.value)).slice(0, limits.steps));
              announce(t('editor.found', { count: pasted.value.length }));
              return true;
            }}
          />
        );
      }}
    </GridList>
  );
}

function StepRow(props: {
  readonly step: StepDraft;
  readonly number: number;
  readonly of: number;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (part: Partial<StepDraft>) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
  /** Whether the pasted text was a sequence. */
  readonly onPaste: (text: string) => boolean;
}): ReactNode {
  const { step, number, of, problems, onChange, onMove, onRemove, onPaste } = props;
  const { t } = useTranslation();
  const error = (key: string): string | null => problems.get(`steps.${number}.${key}`) ?? null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  const name = t('editor.stepName', { number, of });
  return (
    <GridListItem id={step.key} textValue={name} className={cx(css['step'])}>
      {/* Keys are taken before the list sees them: an arrow with Alt would move its focus. */}
      <div className={cx(css['stepFields'])} onKeyDownCapture={onKeyDown}>
        <span className={cx(css['handle'])}>
          <AriaButton slot="drag" className={cx(css['grip'])} aria-label={t('editor.drag', { number })}>
            <GripVertical size={16} aria-hidden />
          </AriaButton>
          <span className={cx(css['number'])}>{number}</span>
        </span>
        <div className={cx(css['proto'])}>
          <Select
            label={t('editor.step.proto')}
            value={step.proto}
            choices={(['tcp', 'udp', 'icmp'] as const).map((value) => ({
              value,
              label: t(`editor.proto.${value}`),
            }))}
            onChange={(proto) => onChange({ proto })}
          />
        </div>
        {step.proto === 'icmp' ? (
          <div className={cx(css['short'])} data-field={`steps.${number}.bytes`}>
            <TextField
              label={t('editor.step.bytes')}
              mono
              inputMode="numeric"
              value={step.bytes}
              error={error('bytes')}
              onChange={(bytes) => onChange({ bytes })}
            />
          </div>
        ) : (
          <div className={cx(css['short'])} data-field={`steps.${number}.port`}>
            <TextField
              label={t('editor.step.port')}
              mono
              inputMode="numeric"
              value={step.port}
              error={error('port')}
              onChange={(port) => onChange({ port })}
              onPaste={(event) => {
                if (onPaste(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
              }}
            />
          </div>
        )}
        <div className={cx(css['short'])} data-field={`steps.${number}.waitMs`}>
          <TextField
            label={t('editor.step.waitMs')}
            mono
            inputMode="numeric"
            placeholder={number === 1 ? '0' : t('editor.auto')}
            value={step.waitMs}
            error={error('waitMs')}
            onChange={(waitMs) => onChange({ waitMs })}
          />
        </div>
        {step.proto === 'udp' && (
          <>
            <div className={cx(css['proto'])}>
              <Select
                label={t('editor.step.payload')}
                value={step.payload}
                choices={payloads.map((value) => ({ value, label: t(`editor.payload.${value}`) }))}
                onChange={(payload) => onChange({ payload, data: payload === 'random' ? '16' : '' })}
              />
            </div>
            {step.payload !== 'none' && (
              <div className={cx(css['data'])} data-field={`steps.${number}.data`}>
                <TextField
                  label={t(`editor.data.${step.payload}`)}
                  mono
                  value={step.data}
                  error={error('data')}
                  onChange={(data) => onChange({ data })}
                />
              </div>
            )}
          </>
        )}
        <span className={cx(css['stepButtons'])}>
          <IconButton
            data-move
            label={t('editor.moveUp', { number })}
            isDisabled={number === 1}
            onPress={() => onMove(-1)}
          >
            <ArrowUp size={16} aria-hidden />
          </IconButton>
          <IconButton
            data-move
            label={t('editor.moveDown', { number })}
            isDisabled={number === of}
            onPress={() => onMove(1)}
          >
            <ArrowDown size={16} aria-hidden />
          </IconButton>
          <IconButton label={t('editor.removeStep', { number })} onPress={onRemove}>
            <X size={16} aria-hidden />
          </IconButton>
        </span>
      </div>
    </GridListItem>
  );
}

/** A step like the last one, to be filled in. */
export function addStep(steps: readonly StepDraft[]): readonly StepDraft[] {
  return [...steps, newStep({ proto: steps.at(-1)?.proto ?? 'tcp' })];
}

const payloads = ['none', 'text', 'hex', 'base64', 'random'] as const;
