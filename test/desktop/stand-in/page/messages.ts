/** What a page's preload world tells the main process. `values` and `value` are text of the codec. */
export type FromPage =
  | { readonly kind: 'send'; readonly channel: string; readonly values: string }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly values: string }
  | { readonly kind: 'open'; readonly url: string; readonly frameName: string; readonly features: string }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'preload-error'; readonly path: string; readonly message: string };

/** What the main process tells it. */
export type ToPage =
  | { readonly kind: 'send'; readonly channel: string; readonly values: string }
  | { readonly kind: 'result'; readonly id: number; readonly value: string }
  | { readonly kind: 'error'; readonly id: number; readonly error: string };
