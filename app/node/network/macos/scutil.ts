/** For `scutil` on its input: what is in use now. */
export const showGlobal = 'show State:/Network/Global/IPv4\nshow State:/Network/Global/IPv6\nquit\n';

/** For `scutil` on its input: prints something whenever what is in use changes, until the input ends. */
export const watchGlobal = 'n.add State:/Network/Global/IPv4\nn.add State:/Network/Global/IPv6\nn.watch\n';

export interface GlobalState {
  readonly link: string;
  readonly router: string | null;
}

/** The answers to `showGlobal`: a dictionary or "No such key" for each family. Null: that family has no way out. */
export function parseGlobal(text: string): readonly [GlobalState | null, GlobalState | null] {
  const [four = '', six = ''] = text.match(/<dictionary> \{[^}]*\}|No such key/g) ?? [];
  return [stateIn(four), stateIn(six)];
}

function stateIn(dictionary: string): GlobalState | null {
  const link = /^\s*PrimaryInterface : (\S+)$/m.exec(dictionary)?.[1];
  if (link === undefined) return null;
  const router = /^\s*Router : (\S+)$/m.exec(dictionary)?.[1] ?? null;
  // A tunnel names its own address or link, or nothing.
  return { link, router: router === null || router.startsWith('link#') ? null : router.replace(/%.*$/, '') };
}
