import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { MenuButton } from '../components/menu.tsx';
import { Pause, Play } from '../icons.ts';
import { usePause } from './use-rules.ts';

const lengths = ['hour', 'until-tomorrow', 'until-resumed'] as const;

/** Pauses the rules for a while, or resumes them. */
export function PauseControl({ isQuiet = false }: { readonly isQuiet?: boolean }): ReactNode {
  const { t } = useTranslation();
  const { pause, set } = usePause();
  const variant = isQuiet ? 'quiet' : 'normal';
  if (pause !== null) {
    return (
      <Button variant={variant} icon={<Play size={16} aria-hidden />} onPress={() => set(null)}>
        {t('rules.pause.resume')}
      </Button>
    );
  }
  return (
    <MenuButton
      label={t('rules.pause.verb')}
      groups={[
        lengths.map((length) => ({
          id: length,
          label: t(`rules.pause.${length}`),
          run: () => set(length),
        })),
      ]}
    >
      <Button variant={variant} icon={<Pause size={16} aria-hidden />}>
        {t('rules.pause.verb')}
      </Button>
    </MenuButton>
  );
}
