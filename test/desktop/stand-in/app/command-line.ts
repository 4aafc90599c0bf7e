import { strictObject } from '../strict.ts';

const switches = new Map<string, string>();
const positional: string[] = [];

for (const argument of process.argv.slice(1)) {
  const [, name, value = ''] = /^--?([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
  if (name === undefined) positional.push(argument);
  else switches.set(name, value);
}

export const commandLine = strictObject('app.commandLine', {
  appendSwitch(name: string, value = ''): void {
    switches.set(name, value);
  },
  appendArgument(value: string): void {
    positional.push(value);
  },
  removeSwitch(name: string): void {
    switches.delete(name);
  },
  hasSwitch(name: string): boolean {
    return switches.has(name);
  },
  getSwitchValue(name: string): string {
    return switches.get(name) ?? '';
  },
});
