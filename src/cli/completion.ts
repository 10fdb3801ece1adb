import { Argument, Command } from 'commander';
import { CliIo, ExitCode } from './io';
import { shellQuoted } from './shell-word';
import type { VerbContext } from './verb';

/** Shells that completion scripts are written for. */
export enum Shell {
  BASH = 'bash',
  ZSH = 'zsh',
  FISH = 'fish',
}

/** A command with what may follow it, read from the parser. */
interface Words {
  /** Words that lead to the command, without the program's name. */
  readonly path: readonly string[];
  readonly verbs: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly { readonly flags: readonly string[]; readonly about: string; readonly takesValue: boolean; readonly choices: readonly string[] }[];
  readonly choices: readonly string[];
  /** Whether other words than these may follow, such as files. */
  readonly takesOthers: boolean;
}

/** Adds the verb `completion`. */
export function registerCompletion({ parser, io, exit }: VerbContext): void {
  parser.command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script by which a shell completes verbs, options and their choices.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.values(Shell)))
    .addHelpText('after', [
      '',
      'Examples:',
      '  source <(slurm-constructs completion bash)',
      '  slurm-constructs completion zsh > "${fpath[1]}/_slurm-constructs"',
      '  slurm-constructs completion fish > ~/.config/fish/completions/slurm-constructs.fish',
    ].join('\n'))
    .action((shell: Shell) => exit(printCompletion(parser, shell, io)));
}

/** Prints the script of a shell. */
function printCompletion(parser: Command, shell: Shell, io: CliIo): ExitCode {
  const program = parser.name();
  const words = wordsOf(parser, []);
  io.stdout.write({ [Shell.BASH]: bash, [Shell.ZSH]: zsh, [Shell.FISH]: fish }[shell](program, words));
  return ExitCode.FINE;
}

function wordsOf(command: Command, path: readonly string[]): Words[] {
  const help = command.createHelp();
  const verbs = help.visibleCommands(command);
  return [{
    path,
    verbs: verbs.map(verb => ({ name: verb.name(), about: verb.summary() || verb.description() })),
    options: help.visibleOptions(command).map(option => ({
      flags: [option.short, option.long].filter(flag => flag !== undefined && flag !== null),
      about: option.description,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    choices: path[path.length - 1] === 'help' ? help.visibleCommands(command.parent ?? command).map(verb => verb.name()) : command.registeredArguments.flatMap(argument => argument.argChoices ?? []),
    takesOthers: command.registeredArguments.some(({ argChoices }) => argChoices === undefined),
  }, ...verbs.filter(verb => verb.name() !== 'help').flatMap(verb => wordsOf(verb, [...path, verb.name()]))];
}

function bash(program: string, commands: readonly Words[]): string {
  const name = `_${program.replace(/\W/g, '_')}`;
  return [
    `# Completion of ${program} for bash.`,
    `${name}() {`,
    '  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at="" index word words=""',
    '  COMPREPLY=()',
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    '    word=${COMP_WORDS[index]}',
    '    case "$at $word" in',
    ...commands.filter(({ path }) => path.length > 0).map(({ path }) => `      ${shellQuoted([...path.slice(0, -1).length > 0 ? [path.slice(0, -1).join('/')] : [''], path[path.length - 1]].join(' '))}) at=${shellQuoted(path.join('/'))} ;;`),
    '    esac',
    '  done',
    '  case "$at $before" in',
    ...commands.flatMap(({ path, options }) => options.filter(({ takesValue }) => takesValue).map(({ flags, choices }) =>
      `    ${flags.map(flag => shellQuoted(`${path.join('/')} ${flag}`)).join('|')}) ${choices.length > 0 ? `COMPREPLY=($(compgen -W ${shellQuoted(choices.join(' '))} -- "$current"))` : 'COMPREPLY=($(compgen -f -- "$current"))'}; return ;;`)),
    '  esac',
    '  case "$at" in',
    ...commands.map(({ path, verbs, options, choices }) => `    ${shellQuoted(path.join('/'))}) words=${shellQuoted([...verbs.map(verb => verb.name), ...choices].join(' '))}; [[ $current == -* ]] && words=${shellQuoted(options.flatMap(({ flags }) => flags).join(' '))} ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [[ ${#COMPREPLY[@]} -eq 0 && $current != -* ]]; then',
    '    COMPREPLY=($(compgen -f -- "$current"))',
    '  fi',
    '}',
    `complete -o filenames -F ${name} ${program}`,
    '',
  ].join('\n');
}

function zsh(program: string, commands: readonly Words[]): string {
  const name = `_${program.replace(/\W/g, '_')}`;
  return [
    `#compdef ${program}`,
    `# Completion of ${program} for zsh.`,
    `${name}() {`,
    '  local at="" word index files=0',
    '  local -a verbs options',
    '  for ((index = 2; index < CURRENT; index++)); do',
    '    word=$words[index]',
    '    case "$at $word" in',
    ...commands.filter(({ path }) => path.length > 0).map(({ path }) => `      ${shellQuoted(`${path.slice(0, -1).join('/')} ${path[path.length - 1]}`)}) at=${shellQuoted(path.join('/'))} ;;`),
    '    esac',
    '  done',
    '  case "$at" in',
    ...commands.map(({ path, verbs, options, choices, takesOthers }) => [
      `    ${shellQuoted(path.join('/'))})`,
      `      files=${takesOthers ? 1 : 0}`,
      `      verbs=(${[...verbs.map(verb => shellQuoted(`${verb.name}:${verb.about}`)), ...choices.map(shellQuoted)].join(' ')})`,
      `      options=(${options.flatMap(({ flags, about }) => flags.map(flag => shellQuoted(`${flag}:${about}`))).join(' ')}) ;;`,
    ].join('\n')),
    '  esac',
    '  case "$at $words[CURRENT-1]" in',
    ...commands.flatMap(({ path, options }) => options.filter(({ takesValue }) => takesValue).map(({ flags, choices }) =>
      `    ${flags.map(flag => shellQuoted(`${path.join('/')} ${flag}`)).join('|')}) ${choices.length > 0 ? `compadd -- ${choices.map(shellQuoted).join(' ')}` : '_files'}; return ;;`)),
    '  esac',
    '  if [[ $words[CURRENT] == -* ]]; then',
    "    _describe 'option' options",
    '  else',
    "    if (( $#verbs )); then _describe 'verb' verbs; fi",
    '    if (( files )); then _files; fi',
    '  fi',
    '}',
    `compdef ${name} ${program} 2> /dev/null || ${name} "$@"`,
    '',
  ].join('\n');
}

function fish(program: string, commands: readonly Words[]): string {
  const lines = commands.flatMap(({ path, verbs, options, choices, takesOthers }) => {
    const here = path.length === 0 ? '__fish_use_subcommand' : path.map(word => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return [
      // Where a word of its own is due, files are in the way.
      ...takesOthers ? [] : [`complete -c ${program} -n ${shellQuoted(verbs.length === 0 || path.length === 0 ? here : `${here}; and not __fish_seen_subcommand_from ${verbs.map(({ name }) => name).join(' ')}`)} -f`],
      ...[...verbs, ...choices.map(choice => ({ name: choice, about: '' }))].map(({ name, about }) => `complete -c ${program} -n ${shellQuoted(here)} -a ${shellQuoted(name)} -d ${shellQuoted(about)}`),
      ...options.map(({ flags, about, takesValue, choices: values }) => [
        `complete -c ${program} -n ${shellQuoted(here)}`,
        ...flags.map(flag => flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`),
        ...takesValue ? ['-r'] : [],
        ...values.length > 0 ? ['-f', `-a ${shellQuoted(values.join(' '))}`] : [],
        `-d ${shellQuoted(about)}`,
      ].join(' ')),
    ];
  });
  return [`# Completion of ${program} for fish.`, ...lines, ''].join('\n');
}
