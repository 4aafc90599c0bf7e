import { newDraft, type Draft } from '../../../../renderer/views/editor/draft.ts';
import { newStep } from '../../../../renderer/views/editor/step-draft.ts';

/** A form that describes a host, with what the test cares about. */
export function draft(change: Partial<Draft> = {}): Draft {
  const steps = [newStep({ port: '7000' }), newStep({ port: '8000' })];
  return { ...newDraft(), name: 'nas', address: 'nas.example.net', steps, ...change };
}
