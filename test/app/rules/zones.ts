import type { OffsetAt } from '../../../app/rules/zone.ts';

/** The offsets of a zone of the IANA database. */
export function zone(name: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  return (at) => {
    const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/** What clocks on the wall show: "2026-03-29 03:30". */
export function wall(at: number, offsetAt: OffsetAt): string {
  return new Date(at + offsetAt(at) * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
