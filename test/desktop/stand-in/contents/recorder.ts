/** One message as it crossed between the app and a page. */
export interface RecordedMessage {
  readonly from: 'app' | 'page';
  readonly text: string;
}

let messages: RecordedMessage[] | null = null;

/** From now on every message is kept. */
export function recordMessages(): void {
  messages = [];
}

/** What has crossed since the last time. */
export function takeMessages(): RecordedMessage[] {
  return messages?.splice(0) ?? [];
}

export function record(from: RecordedMessage['from'], text: string): void {
  messages?.push({ from, text });
}
