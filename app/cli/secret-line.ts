/** A line that is typed and shown nowhere. */
export interface SecretLine {
  /** Takes what a terminal in raw mode sends, and tells what that made of the line. */
  type(keys: Uint8Array): 'open' | 'done' | 'stopped';
  /** A copy, for the caller to wipe. */
  bytes(): Uint8Array;
  wipe(): void;
}

/** As long as any passphrase or typed key. What goes beyond it ends the line. */
const mostBytes = 4_096;

const keyCodes = {
  stop: 0x03,
  end: 0x04,
  backspace: 0x08,
  newline: 0x0a,
  enter: 0x0d,
  eraseLine: 0x15,
  escape: 0x1b,
  delete: 0x7f,
} as const;

export function createSecretLine(): SecretLine {
  // One buffer of fixed size: a growing one would leave copies behind.
  const line = new Uint8Array(mostBytes);
  let length = 0;

  function erase(): void {
    // The whole character: in UTF-8 its later bytes have the form 10xxxxxx.
    let isInside = true;
    while (length > 0 && isInside) {
      length -= 1;
      isInside = ((line[length] ?? 0) & 0xc0) === 0x80;
      line[length] = 0;
    }
  }

  function wipe(): void {
    line.fill(0);
    length = 0;
  }

  return {
    type(keys) {
      // Arrows and function keys come as one piece that begins so, and stand for no character.
      if (keys[0] === keyCodes.escape) return 'open';
      for (const key of keys) {
        switch (key) {
          case keyCodes.stop:
            return 'stopped';
          case keyCodes.end:
            if (length === 0) return 'stopped';
            break;
          case keyCodes.enter:
          case keyCodes.newline:
            return 'done';
          case keyCodes.backspace:
          case keyCodes.delete:
            erase();
            break;
          case keyCodes.eraseLine:
            wipe();
            break;
          default:
            if (key < 0x20) break;
            if (length === mostBytes) return 'stopped';
            line[length] = key;
            length += 1;
        }
      }
      return 'open';
    },
    bytes: () => line.slice(0, length),
    wipe,
  };
}
