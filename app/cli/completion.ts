import type { Command, Option } from 'commander';
import { topics } from './help.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * What may stand in place of the last word, which is being typed. The shells ask for it with `postern __complete`,
 * so that one implementation, and the program's own description of itself, serves them all.
 */
export function completionsFor(request: {
  readonly program: Command;
  /** The words behind "postern", the last one being typed; it may be empty. */
  readonly words: readonly string[];
  readonly hostNames: readonly string[];
}): readonly string[] {
  const { program, words, hostNames } = request;
  const typed = words.at(-1) ?? '';
  const { command, position, option } = walk(program, words.slice(0, -1));
  const help = program.createHelp();

  let choices: readonly string[];
  if (option !== null) choices = option.argChoices ?? [];
  else if (typed.startsWith('-')) {
    const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
    choices = options
      .flatMap(({ short, long }) => (typed.startsWith('--') ? [long] : [short, long]))
      .filter((flag) => flag !== undefined);
  } else if (command.commands.length > 0) choices = help.visibleCommands(command).map((each) => each.name());
  else {
    const argument =
      command.registeredArguments[position] ?? command.registeredArguments.findLast((each) => each.variadic);
    choices = argument?.argChoices ?? (argument?.name() === 'host' ? hostNames : []);
    if (argument?.name() === 'topic')
      choices = [...help.visibleCommands(program).map((each) => each.name()), ...Object.keys(topics)];
  }
  return [...new Set(choices)].filter((choice) => choice.toLowerCase().startsWith(typed.toLowerCase()));
}

/** Where the cursor is: behind which verb, at which argument, or at the value of which option. */
function walk(program: Command, words: readonly string[]) {
  let command = program;
  let position = 0;
  let option: Option | null = null;
  for (const word of words) {
    if (option !== null) option = null;
    else if (word.startsWith('-')) {
      const known = [...command.options, ...program.options].find(
        ({ short, long }) => word === short || word === long,
      );
      option = known?.required ? known : null;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next) command = next;
      else position += 1;
    }
  }
  return { command, position, option };
}

/** Names with line breaks can't be saved, so a line is a candidate. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return `# Postern in bash. In ~/.bashrc: source <(postern completion bash)
_postern() {
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}") candidate
  words=("\${words[@]//[\\\\\\"\\']/}")
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$(printf %q "$candidate")")
  done < <(postern __complete -- "\${words[@]}")
}
complete -F _postern postern
`;
    case 'zsh':
      return `#compdef postern
# Postern in zsh. In ~/.zshrc, behind compinit: source <(postern completion zsh)
_postern() {
  local -a candidates
  candidates=(\${(f)"$(postern __complete -- "\${(@Q)words[2,CURRENT]}")"})
  compadd -- "\${candidates[@]}"
}
if [[ "\${funcstack[1]}" == _postern ]]; then _postern "$@"; else compdef _postern postern; fi
`;
    case 'fish':
      return `# Postern in fish. postern completion fish > ~/.config/fish/completions/postern.fish
function __postern_complete
    set -l words (commandline -opc) (commandline -ct)
    postern __complete -- $words[2..-1]
end
complete -c postern -f -a '(__postern_complete)'
`;
    default:
      return shell satisfies never;
  }
}
