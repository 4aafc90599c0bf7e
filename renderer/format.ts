import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Times and numbers as people of one language write them. */
export interface Format {
  /** "0.4 ms", "161 ms", "1.2 s", "2 min 5 s", "1 h 30 min". */
  readonly duration: (ms: number) => string;
  /** "23 milliseconds": the same, to be read out. */
  readonly spokenDuration: (ms: number) => string;
  /** "0:42", "1:02:03". */
  readonly countdown: (ms: number) => string;
  /** "4 s ago", "3 min ago". */
  readonly ago: (ms: number) => string;
  /** "14:02:11". */
  readonly time: (at: number) => string;
  /** "21 November 2026". */
  readonly date: (at: number) => string;
  readonly number: (amount: number) => string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}

export function createFormat(language: string): Format {
  const units = (style: 'narrow' | 'long' | 'short') => {
    const make = (unit: string, digits = 0) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: style,
        maximumFractionDigits: digits,
      });
    return {
      ms: make('millisecond', 1),
      s: make('second', 1),
      min: make('minute'),
      h: make('hour'),
      d: make('day'),
    };
  };
  const short = units('short');
  const long = units('long');
  const relative = new Intl.RelativeTimeFormat(language, { style: 'narrow', numeric: 'always' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  const plain = new Intl.NumberFormat(language);

  const inUnits = (ms: number, unit: ReturnType<typeof units>): string => {
    if (ms < 9.95) return unit.ms.format(Math.round(ms * 10) / 10);
    if (ms < 999.5) return unit.ms.format(Math.round(ms));
    if (ms < 59_950) return unit.s.format(Math.round(ms / 100) / 10);
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600) return two(unit.min, Math.floor(seconds / 60), unit.s, seconds % 60);
    const minutes = Math.round(seconds / 60);
    if (minutes < 1_440) return two(unit.h, Math.floor(minutes / 60), unit.min, minutes % 60);
    const hours = Math.round(minutes / 60);
    return two(unit.d, Math.floor(hours / 24), unit.h, hours % 24);
  };

  return {
    duration: (ms) => inUnits(ms, short),
    spokenDuration: (ms) => inUnits(ms, long),
    countdown(ms) {
      const seconds = Math.max(0, Math.ceil(ms / 1_000));
      const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
      const [first = 0, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
      return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
    },
    ago(ms) {
      const seconds = Math.max(0, Math.round(ms / 1_000));
      if (seconds < 60) return relative.format(-seconds, 'second');
      if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3_600), 'hour');
      return relative.format(-Math.floor(seconds / 86_400), 'day');
    },
    time: (at) => time.format(at),
    date: (at) => date.format(at),
    number: (amount) => plain.format(amount),
  };
}

function two(unit: Intl.NumberFormat, amount: number, rest: Intl.NumberFormat, left: number): string {
  return left === 0 ? unit.format(amount) : `${unit.format(amount)} ${rest.format(left)}`;
}
