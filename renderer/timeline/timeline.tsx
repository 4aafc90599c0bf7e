import { useId, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunEvent } from '../../app/run.ts';
import { cx } from '../class-names.ts';
import { useFormat } from '../format.ts';
import { layoutTimeline, type Lane, type Mark, type Shape } from './layout.ts';
import { useSentence } from './sentence.ts';
import css from './timeline.module.css';

/** What happened in a run, as a picture with its sentence. The times of a picture read left to right in every language. */
export function Timeline({ events }: { readonly events: readonly RunEvent[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence()(events);
  const caption = useId();
  const { marks, looks, ticks, cuts } = useMemo(() => layoutTimeline(events), [events]);
  return (
    <figure className={cx(css['figure'])}>
      <div className={cx(css['picture'])} dir="ltr" role="img" aria-labelledby={caption}>
        <div className={cx(css['names'])} aria-hidden>
          {lanes.map((lane) => (
            <span key={lane}>{t(`timeline.${lane}`)}</span>
          ))}
        </div>
        <svg className={cx(css['plot'])} aria-hidden>
          {lanes.map((lane, index) => (
            <line key={lane} x1="0" x2="100%" y1={rowY(index)} y2={rowY(index)} className={cx(css['lane'])} />
          ))}
          {looks.map(({ from, to }, index) => (
            <line
              key={index}
              x1={percent(from)}
              x2={percent(to)}
              y1={rowY(lanes.indexOf('check'))}
              y2={rowY(lanes.indexOf('check'))}
              className={cx(css['look'])}
            />
          ))}
          {marks.map((mark, index) => (
            <MarkShape key={index} mark={mark} y={rowY(lanes.indexOf(mark.lane))} size={5} />
          ))}
          {cuts.map(({ x }) => (
            <svg key={x} x={percent(x)} y={axisY} className={cx(css['nested'])}>
              <path d="M-5 5l3-10 4 10 3-10" className={cx(css['cut'])} />
            </svg>
          ))}
          <line x1="0" x2="100%" y1={axisY} y2={axisY} className={cx(css['axis'])} />
          {ticks.map(({ x }) => (
            <line
              key={x}
              x1={percent(x)}
              x2={percent(x)}
              y1={axisY}
              y2={axisY + 4}
              className={cx(css['axis'])}
            />
          ))}
          {ticks.map(({ x, atMs }, index) => (
            <text
              key={x}
              x={percent(x)}
              y={axisY + 16}
              textAnchor={x < 0.04 ? 'start' : x > 0.96 ? 'end' : 'middle'}
              className={cx(css['tick'])}
            >
              {index === ticks.length - 1 ? format.duration(atMs) : shortTime(atMs, ticks.at(-1)?.atMs ?? 0)}
            </text>
          ))}
        </svg>
      </div>
      <figcaption id={caption} className={cx(css['caption'])}>
        {sentence}
        {cuts.length > 0 &&
          ` ${t('timeline.cut', { count: cuts.length, time: format.duration(cuts[0]?.pauseMs ?? 0) })}`}
      </figcaption>
    </figure>
  );
}

/** The same as a small picture for a row, whose text stands beside it. */
export function TimelineGlance({ events }: { readonly events: readonly RunEvent[] }): ReactNode {
  const { marks, looks } = useMemo(() => layoutTimeline(events), [events]);
  return (
    <svg className={cx(css['glance'])} viewBox="-5 0 130 16" aria-hidden>
      <line x1="0" x2="120" y1="8" y2="8" className={cx(css['lane'])} />
      {looks.map(({ from, to }, index) => (
        <line key={index} x1={from * 120} x2={to * 120} y1="8" y2="8" className={cx(css['look'])} />
      ))}
      {marks
        .filter(({ lane }) => lane === 'sent' || lane === 'check')
        .map((mark, index) => (
          <MarkShape key={index} mark={mark} y={8} size={3.5} width={120} />
        ))}
    </svg>
  );
}

const lanes = ['planned', 'sent', 'replies', 'check'] as const satisfies readonly Lane[];
const axisY = 112;

function rowY(index: number): number {
  return 14 + index * 26;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

/** Bare numbers along the axis, in the unit of its end. */
function shortTime(atMs: number, endMs: number): string {
  if (endMs < 999.5) return String(Math.round(atMs));
  return String(Math.round(atMs / 100) / 10);
}

/** `width`: of the picture, where its places are numbers; without it they are percent. */
function MarkShape(props: {
  readonly mark: Mark;
  readonly y: number;
  readonly size: number;
  readonly width?: number;
}): ReactNode {
  const { mark, y, size, width } = props;
  return (
    <svg x={width === undefined ? percent(mark.x) : mark.x * width} y={y} className={cx(css['nested'])}>
      <path
        d={outlines[mark.shape](size)}
        className={cx(css['mark'], css[mark.shape], css[mark.lane], mark.isHollow && css['hollow'])}
      />
    </svg>
  );
}

const outlines: Readonly<Record<Shape, (size: number) => string>> = {
  circle,
  square: (r) => `M${-r * 0.9} ${-r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  triangle: (r) => `M0 ${-r * 1.1}L${r * 1.1} ${r * 0.9}H${-r * 1.1}z`,
  cross: (r) => `M${-r} ${-r}L${r} ${r}M${r} ${-r}L${-r} ${r}`,
  caret: (r) => `M${-r} ${r * 0.6}L0 ${-r * 0.6}L${r} ${r * 0.6}`,
  diamond: (r) => `M0 ${-r * 1.3}L${r * 1.3} 0L0 ${r * 1.3}L${-r * 1.3} 0z`,
  'gave-up': (r) =>
    `${circle(r * 1.2)}M${-r * 0.5} ${-r * 0.5}L${r * 0.5} ${r * 0.5}M${r * 0.5} ${-r * 0.5}L${-r * 0.5} ${r * 0.5}`,
};

function circle(r: number): string {
  return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}
