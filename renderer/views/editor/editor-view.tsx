import type { ReactNode } from 'react';

export function EditorView(_props: { readonly hostId: string | null }): ReactNode {
  return null;
}
