import { strictObject } from '../strict.ts';
import { BrowserWindow } from '../ui/browser-window.ts';

type Method = 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox';

/** What was asked, the oldest first. */
export interface AskedDialog {
  readonly method: Method;
  readonly options: object;
}

export interface DialogAnswers {
  readonly showMessageBox: { response: number; checkboxChecked: boolean };
  readonly showOpenDialog: { canceled: boolean; filePaths: string[] };
  readonly showSaveDialog: { canceled: boolean; filePath: string };
}

export const askedDialogs: AskedDialog[] = [];
const answers: { readonly method: keyof DialogAnswers; readonly answer: unknown }[] = [];

/** Nobody sits here: a test says beforehand what the user will answer, and a question without an answer is an error. */
export const dialog = strictObject('dialog', {
  showMessageBox(...given: (BrowserWindow | object)[]): Promise<DialogAnswers['showMessageBox']> {
    return ask('showMessageBox', given);
  },
  showOpenDialog(...given: (BrowserWindow | object)[]): Promise<DialogAnswers['showOpenDialog']> {
    return ask('showOpenDialog', given);
  },
  showSaveDialog(...given: (BrowserWindow | object)[]): Promise<DialogAnswers['showSaveDialog']> {
    return ask('showSaveDialog', given);
  },
  showErrorBox(title: string, content: string): void {
    askedDialogs.push({ method: 'showErrorBox', options: { title, content } });
  },
});

/** The answer to the next dialog of this kind. */
export function answerDialog<Name extends keyof DialogAnswers>(
  method: Name,
  answer: DialogAnswers[Name],
): void {
  answers.push({ method, answer });
}

async function ask<Name extends keyof DialogAnswers>(
  method: Name,
  given: (BrowserWindow | object)[],
): Promise<DialogAnswers[Name]> {
  const options = given.find((value) => !(value instanceof BrowserWindow)) ?? {};
  askedDialogs.push({ method, options });
  const index = answers.findIndex((answer) => answer.method === method);
  const [found] = index < 0 ? [] : answers.splice(index, 1);
  if (found === undefined)
    throw new Error(`stand-in: nobody answers dialog.${method}(${JSON.stringify(options)})`);
  return found.answer as DialogAnswers[Name];
}
