import type { Wire } from '../app/wire.ts';
import { openWindow } from './window.tsx';

declare global {
  interface Window {
    /** Put here by the preload: the two verbs of the wire, and nothing else. */
    readonly wire: Wire;
  }
}

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root');
openWindow({ wire: window.wire, root });
