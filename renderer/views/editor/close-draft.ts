import type { Scheme } from '../../../app/hosts/derivation-schema.ts';
import type { Method } from '../../../app/hosts/knock-schema.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { formatSequence, parseSequence } from '../../../app/knock/sequence.ts';

/** What shuts a door, as it is being typed. */
export interface CloseDraft {
  readonly close: 'none' | NonNullable<Host['close']>['method'];
  /** As people write a sequence (knock/sequence.ts). */
  readonly closeSteps: string;
  readonly closePurpose: string;
  readonly closeOn: Host['closeOn'];
}

/** The form's way of opening, which some ways of closing go with. */
interface OpeningDraft extends CloseDraft {
  readonly method: Method;
  readonly scheme: Scheme;
}

export const newClose: CloseDraft = {
  close: 'none',
  closeSteps: '',
  closePurpose: 'close:ssh',
  closeOn: [],
};

/** What the saved host has for closing, as a form shows it. */
export function closeDraft({ close, closeOn }: Pick<Host, 'close' | 'closeOn'>): CloseDraft {
  const draft: CloseDraft = { ...newClose, close: close?.method ?? 'none', closeOn };
  if (close?.method === 'sequence') return { ...draft, closeSteps: formatSequence(close.steps) };
  if (close?.method !== 'totp' || close.derivation.scheme !== 'pk1') return draft;
  return { ...draft, closePurpose: close.derivation.purpose };
}

/** The ways of closing that go with the form's way of knocking, and the one that is chosen. */
export function closeKinds({ method, scheme, close }: OpeningDraft): readonly CloseDraft['close'][] {
  const fits: readonly CloseDraft['close'][] = [
    'none',
    'sequence',
    ...(method === 'totp' && scheme === 'pk1' ? (['totp'] as const) : []),
    ...(method === 'pknock' ? (['pknock'] as const) : []),
  ];
  return fits.includes(close) ? fits : [...fits, close];
}

/**
 * In the shape of the schema. A way that goes with the opening follows it in all but its purpose; what the saved one
 * has of its own, or from a newer version, stays.
 */
export function closeInput(
  draft: OpeningDraft,
  opening: Readonly<Record<string, unknown>>,
  kept: Pick<Host, 'close' | 'knock'> | null,
): unknown {
  const was = kept?.close?.method === draft.close ? kept.close : null;
  switch (draft.close) {
    case 'none':
      return undefined;
    case 'sequence': {
      const own = was?.method === 'sequence' ? was : null;
      const isUntouched = own !== null && formatSequence(own.steps) === draft.closeSteps;
      const read = parseSequence(draft.closeSteps);
      return { ...own, method: draft.close, steps: isUntouched ? own.steps : read.ok ? read.value : [] };
    }
    case 'totp':
    case 'pknock': {
      if (draft.method !== draft.close) return was ?? undefined;
      const own = was === null ? {} : deviations(was, kept?.knock);
      if (draft.close === 'pknock' || draft.scheme !== 'pk1') return { ...opening, ...own };
      const derivation = {
        ...fieldsOf(opening['derivation']),
        ...(was?.method === 'totp' && kept?.knock.method === 'totp'
          ? deviations(was.derivation, kept.knock.derivation)
          : {}),
        purpose: draft.closePurpose.trim(),
      };
      return { ...opening, ...own, derivation };
    }
    default:
      return draft.close satisfies never;
  }
}

/** What is in `own` and not the same in `other`. */
function deviations(own: object, other: object | undefined): Readonly<Record<string, unknown>> {
  const theirs = fieldsOf(other);
  return Object.fromEntries(
    Object.entries(own).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(theirs[key])),
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
