import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Update, Wire } from '../app/wire.ts';
import { channels } from './channels.ts';

const wire: Wire = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  watch(listener) {
    // The event stays here: it would hand the page a way to send anything.
    const onUpdate = (_event: IpcRendererEvent, update: Update): void => listener(update);
    ipcRenderer.on(channels.update, onUpdate);
    ipcRenderer.send(channels.watch);
    return () => ipcRenderer.off(channels.update, onUpdate);
  },
};

contextBridge.exposeInMainWorld('wire', Object.freeze(wire));
