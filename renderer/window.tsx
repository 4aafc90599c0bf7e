import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect, type Wire } from '../app/wire.ts';
import { noteAnswers } from './answering.ts';
import { App } from './app.tsx';
import { applyAppearance } from './appearance.ts';
import { ApiProvider, createSnapshots } from './use-snapshot.tsx';
import './styles/tokens.css';
import './styles/base.css';
import { applyLanguage } from './words/words.ts';

/** Connects to the application at the other end of the wire and shows it. Returns the function that ends it. */
export function openWindow({ wire, root }: { readonly wire: Wire; readonly root: Element }): () => void {
  const api = connect(noteAnswers(wire));
  const page = createRoot(root);
  let snapshots: ReturnType<typeof createSnapshots> | null = null;

  // Nothing is drawn before the first snapshot: it says in which colours and in which language.
  const unwatch = api.watch((snapshot) => {
    applyAppearance(snapshot.settings);
    applyLanguage(snapshot.settings.language);
    if (snapshots !== null) return snapshots.setState(snapshot, true);
    snapshots = createSnapshots(snapshot);
    page.render(
      <StrictMode>
        <ApiProvider api={api} snapshots={snapshots}>
          <App />
        </ApiProvider>
      </StrictMode>,
    );
  });
  return () => {
    unwatch();
    page.unmount();
  };
}
