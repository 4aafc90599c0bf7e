import { useEffect, useRef } from 'react';
import { isCommand } from '../../shell/shortcuts.ts';
import type { Editor } from './use-editor.ts';

/** Save, test, stop and back by their keys, wherever in the form the focus is. */
export function useEditorKeys(editor: Editor, back: () => void): void {
  const latest = useRef({ editor, back });
  latest.current = { editor, back };
  // Keys are caught at the document, whatever has the focus.
  useEffect(() => {
    // A notice at the bottom is an alertdialog too, but covers nothing; nor does a list of choices that fades away.
    const covers = ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"], [data-exiting])';
    const isCovered = (): boolean => document.querySelector(covers) !== null;
    // Commands come before the control that has the focus: a button would take Ctrl Enter for a press.
    const onCommand = (event: KeyboardEvent): void => {
      const { editor: now } = latest.current;
      if (isCovered()) return;
      if (isCommand(event, 's')) void now.save();
      else if (isCommand(event, 'Enter')) now.test();
      else if (isCommand(event, '.')) now.stop();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Escape comes last: whatever is open closes first.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isCovered()) return;
      event.preventDefault();
      latest.current.back();
    };
    document.addEventListener('keydown', onCommand, { capture: true });
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('keydown', onCommand, { capture: true });
      document.removeEventListener('keydown', onEscape);
    };
  }, []);
}
