/** Chromium's DevTools protocol in types, as Playwright ships it. */
export type { Protocol } from '../../../../node_modules/playwright-core/types/protocol.d.ts';
