import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Wire } from '../app/wire.ts';

const answering = createStore(() => true);

/** Notes whether calls are answered. What a user can meet is a result: a call fails only for a bug, or when nobody is there. */
export function noteAnswers(wire: Wire): Wire {
  return {
    watch: (listener) => wire.watch(listener),
    async call(name, input) {
      try {
        const answer = await wire.call(name, input);
        answering.setState(true, true);
        return answer;
      } catch (error) {
        answering.setState(false, true);
        throw error;
      }
    },
  };
}

/** False since the last call failed. */
export function useIsAnswering(): boolean {
  return useStore(answering);
}
