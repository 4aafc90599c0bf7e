import { strictClass, strictObject } from '../strict.ts';

type Content = string | Blob | Promise<string | Blob>;

export class ClipboardItem {
  readonly types: string[];
  readonly #contents: Readonly<Record<string, Content>>;

  constructor(contents: Readonly<Record<string, Content>>) {
    this.#contents = contents;
    this.types = Object.keys(contents);
  }

  async getType(type: string): Promise<Blob> {
    const content = await this.#contents[type];
    if (content === undefined) throw new DOMException('The type was not found', 'NotFoundError');
    return typeof content === 'string' ? new Blob([content], { type }) : content;
  }
}
strictClass('ClipboardItem', ClipboardItem);

let held: ClipboardItem[] = [];

/** The app's own, not the system's: two tests can't read each other's. */
export const clipboard = strictObject('clipboard', {
  async readText(): Promise<string> {
    const item = held.find(({ types }) => types.includes('text/plain'));
    return item === undefined ? '' : (await item.getType('text/plain')).text();
  },
  writeText(text: string): Promise<void> {
    held = [new ClipboardItem({ 'text/plain': text })];
    return Promise.resolve();
  },
  read(): Promise<ClipboardItem[]> {
    return Promise.resolve(held);
  },
  write(items: ClipboardItem[]): Promise<void> {
    held = [...items];
    return Promise.resolve();
  },
  has(type: string): Promise<boolean> {
    return Promise.resolve(held.some(({ types }) => types.includes(type)));
  },
  clear(): void {
    held = [];
  },
});
