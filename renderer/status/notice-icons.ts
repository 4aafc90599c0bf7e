import { CircleHelp, KeyRound, TriangleAlert } from '../icons.ts';
import type { HostNotice } from './use-host-notice.ts';

export const noticeIcons = {
  'secret-missing': KeyRound,
  'list-used-up': TriangleAlert,
  'last-line': TriangleAlert,
  'few-lines': TriangleAlert,
  doubt: CircleHelp,
} as const satisfies Record<HostNotice['code'], unknown>;
