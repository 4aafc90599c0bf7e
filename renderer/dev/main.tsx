import { createRoot } from 'react-dom/client';
import { localWire } from '../../app/fake/local-wire.ts';
import { openWindow } from '../window.tsx';
import { Controls } from './controls.tsx';
import { sceneOf } from './scenes.ts';
import { createDevWorld } from './world.ts';

/**
 * The window in a browser tab, on the real engine in a fake world. `?scene=name` opens in another state of it,
 * `&bare` leaves the controls away.
 */
const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root');

const query = new URLSearchParams(location.search);
const scene = sceneOf(query.get('scene'));
const world = createDevWorld(scene.world);
scene.play?.(world);
const wire = localWire(world.api);
const call = (): Promise<never> => Promise.reject(new Error('nobody answers'));
openWindow({ wire: scene.isUnanswered ? { ...wire, call } : wire, root });
if (location.hash === '' && scene.hash !== undefined) location.replace(scene.hash);

if (!query.has('bare')) {
  const corner = document.body.appendChild(document.createElement('aside'));
  createRoot(corner).render(<Controls world={world} />);
}
