/** Moves the focus to the next or previous region of the window: every element marked with `data-region`. */
export function moveToRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const inner = regions.findLastIndex((region) => region.contains(document.activeElement));
  const from = by === 1 ? inner : at;
  const next = regions[(from + by + regions.length) % regions.length];
  next?.focus();
}
