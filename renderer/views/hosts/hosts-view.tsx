import type { ReactNode } from 'react';

export function HostsView(_props: { readonly hostId: string | null }): ReactNode {
  return null;
}
