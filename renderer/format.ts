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
  /** "4 s", "3 min", "2 h": as much as an age needs. */
  readonly age: (ms: number) => string;
  /** "14:02:11". */
  readonly time: (at: number) => string;
  /** "14:02". */
  readonly clock: (at: number) => string;
  /** "Mon 23 Nov, 08:55". */
  readonly moment: (at: number) => string;
  /** "21 November 2026". */
  readonly date: (at: number) => string;
  readonly number: (amount: number) => string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}

export function createFormat(language: string): Format {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const moment = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  const plain = new Intl.NumberFormat(language);
  // Symbols of the SI brochure are the same in every language; a no-break space keeps them with their number.
  const symbols = { millisecond: 'ms', second: 's', minute: 'min', hour: 'h', day: 'd' } as const;
  const short: Speak = (amount, unit) => `${plain.format(amount)}\u00a0${symbols[unit]}`;
  const long: Speak = (amount, unit) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);

  const inUnits = (ms: number, speak: Speak): string => {
    if (ms < 9.95) return speak(Math.round(ms * 10) / 10, 'millisecond');
    if (ms < 999.5) return speak(Math.round(ms), 'millisecond');
    if (ms < 59_950) return speak(Math.round(ms / 100) / 10, 'second');
    const two = (amount: number, per: number, unit: Unit, rest: Unit): string => {
      const left = amount % per;
      const whole = speak(Math.floor(amount / per), unit);
      return left === 0 ? whole : `${whole} ${speak(left, rest)}`;
    };
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600) return two(seconds, 60, 'minute', 'second');
    const minutes = Math.round(seconds / 60);
    if (minutes < 1_440) return two(minutes, 60, 'hour', 'minute');
    return two(Math.round(minutes / 60), 24, 'day', 'hour');
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
    age(ms) {
      const seconds = Math.max(0, Math.round(ms / 1_000));
      if (seconds < 60) return short(seconds, 'second');
      if (seconds < 3_600) return short(Math.floor(seconds / 60), 'minute');
      return seconds < 86_400
        ? short(Math.floor(seconds / 3_600), 'hour')
        : short(Math.floor(seconds / 86_400), 'day');
    },
    time: (at) => time.format(at),
    clock: (at) => clock.format(at),
    moment: (at) => moment.format(at),
    date: (at) => date.format(at),
    number: (amount) => plain.format(amount),
  };
}

type Unit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day';
type Speak = (amount: number, unit: Unit) => string;
