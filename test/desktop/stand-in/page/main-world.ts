import type { Bridge } from './bridge.ts';

/** What stands in the page's own world before the page does: the far end of the bridge, and window.open. */
export function mainWorld(bridge: Bridge): void {
  window.open = (url = '', frameName = '', features = '') => {
    const address = String(url);
    bridge.ask('open', address === '' ? '' : new URL(address, document.baseURI).href, frameName, features);
    // The stand-in opens no popups: what a denied one returns.
    return null;
  };
}
