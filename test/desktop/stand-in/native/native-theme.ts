import { EventEmitter } from 'node:events';
import { app } from '../app/app.ts';
import { allContents } from '../contents/web-contents.ts';
import type { WebContents } from '../contents/web-contents.ts';
import { strictClass } from '../strict.ts';

export interface SystemTheme {
  readonly isDark: boolean;
  readonly isHighContrast: boolean;
  readonly isForcedColors: boolean;
}

let system: SystemTheme = { isDark: false, isHighContrast: false, isForcedColors: false };

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system';

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    if (!['system', 'light', 'dark'].includes(source))
      throw new TypeError(`Error processing argument: ${source}`);
    if (source === this.#source) return;
    this.#source = source;
    this._update();
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? system.isDark : this.#source === 'dark';
  }

  /** The panel's or task bar's: the app's own choice does not change it. */
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return system.isDark;
  }

  get shouldUseHighContrastColors(): boolean {
    return system.isHighContrast;
  }

  get inForcedColorsMode(): boolean {
    return system.isForcedColors;
  }

  get shouldUseInvertedColorScheme(): boolean {
    return false;
  }

  get prefersReducedTransparency(): boolean {
    return false;
  }

  _update(): void {
    for (const contents of allContents) this._showTo(contents);
    this.emit('updated');
  }

  /** Pages follow with their media features; an untouched theme leaves them to Playwright. */
  _showTo(contents: WebContents): void {
    const features = [
      { name: 'prefers-color-scheme', value: this.shouldUseDarkColors ? 'dark' : 'light' },
      { name: 'prefers-contrast', value: system.isHighContrast ? 'more' : 'no-preference' },
      { name: 'forced-colors', value: system.isForcedColors ? 'active' : 'none' },
    ];
    contents._command((cdp) => cdp.send('Emulation.setEmulatedMedia', { features }));
  }

  _isTouched(): boolean {
    return this.#source !== 'system' || Object.values(system).some(Boolean);
  }
}
strictClass('nativeTheme', NativeTheme);

export const nativeTheme = new NativeTheme();

app.on('web-contents-created', (_event: unknown, contents: WebContents) => {
  if (nativeTheme._isTouched()) nativeTheme._showTo(contents);
});

export function changeSystemTheme(theme: Partial<SystemTheme>): void {
  system = { ...system, ...theme };
  nativeTheme._update();
}
