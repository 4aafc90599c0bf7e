import type { ReactNode } from 'react';

export function ActivityView(_props: { readonly hostId: string | null }): ReactNode {
  return null;
}
