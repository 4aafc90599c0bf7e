/** The few web globals that the core may use: Node and browsers share them, the language itself lacks them. */

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare const AbortSignal: {
  any(signals: Iterable<AbortSignal>): AbortSignal;
};

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}

/** Base64 to a string with one character per byte. Throws on what is not base64. */
declare function atob(base64: string): string;

/** A string with one character per byte to base64. */
declare function btoa(bytes: string): string;

/** A deep copy of plain data. Throws on what is not: functions, and objects with private parts. */
declare function structuredClone<T>(value: T): T;
