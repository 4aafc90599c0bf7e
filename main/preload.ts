import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Patch, Wire } from '../app/wire.ts';
import { channels } from './channels.ts';

const wire: Wire = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  watch(listener) {
    // The event stays here: it would hand the page a way to send anything.
    const onPatch = (_event: IpcRendererEvent, patch: Patch): void => listener(patch);
    ipcRenderer.on(channels.patch, onPatch);
    ipcRenderer.send(channels.watch);
    return () => ipcRenderer.off(channels.patch, onPatch);
  },
};

contextBridge.exposeInMainWorld('wire', Object.freeze(wire));
