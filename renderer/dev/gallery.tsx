import { createRoot } from 'react-dom/client';
import { useState, type ReactNode } from 'react';
import { cx } from '../class-names.ts';
import { Select } from '../components/select.tsx';
import '../styles/tokens.css';
import '../styles/base.css';
import css from './dev.module.css';
import { scenes } from './scenes.ts';

const widths = { window: 'Window', phone: '320 px' } as const;

/** Every scene beside the others, each in a window of its own. */
function Gallery(): ReactNode {
  const [width, setWidth] = useState<keyof typeof widths>('window');
  return (
    <>
      <div className={cx(css['bar'])}>
        <h1>Every screen and state</h1>
        <Select
          label="Width"
          hideLabel
          value={width}
          choices={[
            { value: 'window', label: widths.window },
            { value: 'phone', label: widths.phone },
          ]}
          onChange={setWidth}
        />
      </div>
      <div className={cx(css['gallery'])}>
        {Object.keys(scenes).map((name) => (
          <section key={name} className={cx(css['scene'])}>
            <h2>
              <a href={sceneLink(name)}>{name}</a>
            </h2>
            <iframe
              title={name}
              src={`${sceneLink(name)}&bare`}
              loading="lazy"
              className={cx(width === 'phone' && css['phone'])}
            />
          </section>
        ))}
      </div>
    </>
  );
}

function sceneLink(name: string): string {
  return `index.html?scene=${name}`;
}

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(<Gallery />);
