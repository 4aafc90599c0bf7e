import type { ReactNode } from 'react';

export function WelcomeView(): ReactNode {
  return null;
}
