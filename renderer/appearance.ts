import type { Settings } from '../app/settings/schema.ts';

const moreContrast = matchMedia('(prefers-contrast: more)');
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
let chosen: Settings | null = null;

/**
 * Puts what the user chose on the root element, where the style sheets read it. Contrast and motion come from the
 * system or from the settings; joined here, each needs one rule in the style sheets and not two.
 */
export function applyAppearance(settings: Settings): void {
  chosen = settings;
  apply();
}

moreContrast.addEventListener('change', apply);
lessMotion.addEventListener('change', apply);

function apply(): void {
  if (chosen === null) return;
  const root = document.documentElement;
  root.dataset['theme'] = chosen.theme;
  root.dataset['contrast'] = chosen.contrast === 'more' || moreContrast.matches ? 'more' : 'usual';
  root.dataset['motion'] = chosen.motion === 'reduced' || lessMotion.matches ? 'reduced' : 'usual';
  root.dataset['textSize'] = String(chosen.textSize);
}
