import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DoorOpen } from '../../icons.ts';
import { home } from '../../route.ts';
import { Title } from '../../shell/title.tsx';
import { go } from '../../use-route.ts';
import { useSettings } from '../../use-settings.ts';
import { Practice } from './practice.tsx';
import css from './welcome.module.css';

const cards = ['what', 'practice', 'start'] as const;

/** The first run: what it is, a door to try it on, and where to begin. Each card can be skipped. */
export function WelcomeView(): ReactNode {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const [at, setAt] = useState(0);
  const card = cards[at] ?? 'start';
  const heading = useRef<HTMLHeadingElement>(null);

  // A new card is like a new screen: its heading gets the focus.
  useEffect(() => {
    heading.current?.focus();
  }, [at]);

  const finish = (route: Parameters<typeof go>[0]): void => {
    void change({ welcomed: true });
    go(route);
  };
  return (
    <div className={cx(css['page'])}>
      <Title isHidden>{t('welcome.title')}</Title>
      <section className={cx(css['card'])} aria-labelledby="card-title">
        <p className={cx(css['place'])}>{t('welcome.place', { number: at + 1, of: cards.length })}</p>
        <h2 id="card-title" ref={heading} tabIndex={-1} className={cx(css['cardTitle'])}>
          {card === 'what' && <DoorOpen size={24} aria-hidden />}
          {t(`welcome.${card}.title`)}
        </h2>
        {card === 'what' && <p>{t('welcome.what.text')}</p>}
        {card === 'practice' && <Practice />}
        {card === 'start' && (
          <>
            <p>{t('welcome.start.text')}</p>
            <Checkbox
              isSelected={settings.startAtLogin}
              onChange={(startAtLogin) => void change({ startAtLogin })}
            >
              {t('settings.startAtLogin')}
            </Checkbox>
          </>
        )}
        <div className={cx(css['actions'])}>
          {card === 'start' ? (
            <>
              <Button onPress={() => finish(home)}>{t('welcome.later')}</Button>
              <Button onPress={() => finish({ view: 'import' })}>{t('action.import')}</Button>
              <Button variant="primary" onPress={() => finish({ view: 'editor', hostId: null })}>
                {t('action.add')}
              </Button>
            </>
          ) : (
            <>
              <Button variant="quiet" onPress={() => finish(home)}>
                {t('welcome.skip')}
              </Button>
              <Button variant={card === 'what' ? 'primary' : 'normal'} onPress={() => setAt(at + 1)}>
                {t('welcome.next')}
              </Button>
            </>
          )}
        </div>
      </section>
    </div>
  );
}
