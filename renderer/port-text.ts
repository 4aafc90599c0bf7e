/** A knock port as the screen may show it: as dots while ports are hidden (settings). */
export function portText(port: number, isHidden: boolean): string {
  return isHidden ? '•••••' : String(port);
}
