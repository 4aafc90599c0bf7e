/** What the app needs of a window when it quits. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
}

/** In the order in which they were opened. */
export const openWindows = new Set<OpenWindow>();
