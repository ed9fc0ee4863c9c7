import { NAME } from "../about.js";
import { type Command, FINE, HELP, Misuse, meant, type Option } from "../command.js";
import { write } from "../terminal.js";

const SHELLS = { bash, zsh, fish };

/** The command that makes shells complete the others. */
export function completion(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print what makes a shell complete commands and options",
    usage: ["bash|zsh|fish"],
    about: "The script is for the shell to read when it starts.",
    options: {},
    operands: Object.keys(SHELLS),
    examples: [
      { about: "bash", line: `${NAME} completion bash > ~/.local/share/bash-completion/completions/${NAME}` },
      { about: "zsh, a directory of $fpath", line: `${NAME} completion zsh > ~/.zfunc/_${NAME}` },
      { about: "fish", line: `${NAME} completion fish > ~/.config/fish/completions/${NAME}.fish` },
    ],
    async run(_, operands) {
      const [shell = ""] = operands;
      const known = Object.keys(SHELLS);
      if (!known.includes(shell) || operands.length > 1) {
        throw new Misuse(`completion takes one shell: ${known.join(", ")}${meant(shell, known)}`);
      }
      await write(SHELLS[shell as keyof typeof SHELLS](commands()));
      return FINE;
    },
  };
}

function optionsOf(command: Command): [string, Option][] {
  return Object.entries({ ...command.options, help: HELP });
}

function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((command) =>
    optionsOf(command).flatMap(([name, { short, choices, value }]) => {
      if (value === undefined) return [];
      const names = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
      const patterns = names.map((name) => `"${command.name} ${name}"`).join(" | ");
      const words = choices !== undefined ? `-W "${choices.join(" ")}"` : value === "FILE" ? "-f" : `-W ""`;
      return [`    ${patterns}) COMPREPLY=($(compgen ${words} -- "$current")); return ;;`];
    }),
  );
  const options = commands.map(
    (command) =>
      `      ${command.name}) words="${optionsOf(command)
        .map(([name]) => `--${name}`)
        .join(" ")}" ;;`,
  );
  const operands = commands.flatMap((command) =>
    command.operands === undefined
      ? []
      : [`    ${command.name}) COMPREPLY=($(compgen -W "${command.operands.join(" ")}" -- "$current")) ;;`],
  );
  return `# bash completion for ${NAME}
_tyk_session() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(" ")} help --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join("\n")}
  esac
  if [[ $current == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${options.join("\n")}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${operands.join("\n")}
    help) COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(" ")}" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _tyk_session ${NAME}
`;
}

function zsh(commands: readonly Command[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const text = (about: string) => about.replace(/[[\]:\\]/g, "\\$&");
  const specification = ([name, { short, value, choices, multiple, about }]: [string, Option]) => {
    const action = choices === undefined ? (value === "FILE" ? "_files" : " ") : `(${choices.join(" ")})`;
    const argument = value === undefined ? "" : `:${value}:${action}`;
    const tail = quote(`[${text(about)}]${argument}`);
    if (short !== undefined) return `'(-${short} --${name})'{-${short},--${name}}${tail}`;
    return `${multiple ? "'*'" : ""}--${name}${tail}`;
  };
  const cases = commands.map((command) => {
    const operands = command.operands === undefined ? "*:file:_files" : `1:word:(${command.operands.join(" ")})`;
    const specifications = [...optionsOf(command).map(specification), quote(operands)];
    return `    ${command.name})\n      _arguments -s \\\n        ${specifications.join(" \\\n        ")}\n      ;;`;
  });
  return `#compdef ${NAME}
_tyk_session() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${text(summary)}`)}`).join("\n")}
    'help:explain a command'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
    help) _describe command commands ;;
  esac
}
if [ "$funcstack[1]" = "_${NAME}" ]; then
  _tyk_session "$@"
else
  compdef _tyk_session ${NAME}
fi
`;
}

function fish(commands: readonly Command[]): string {
  const quote = (text: string) => `'${text.replace(/['\\]/g, "\\$&")}'`;
  const start = `complete -c ${NAME} -n __fish_use_subcommand -f`;
  const lines = commands.flatMap((command) => {
    const seen = `complete -c ${NAME} -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
    const options = optionsOf(command).map(([name, { short, value, choices, about }]) => {
      const letter = short === undefined ? "" : ` -s ${short}`;
      const words =
        choices === undefined ? (value === "FILE" ? " -r -F" : " -x") : ` -x -a ${quote(choices.join(" "))}`;
      return `${seen} -l ${name}${letter}${value === undefined ? "" : words} -d ${quote(about)}`;
    });
    const operands = command.operands === undefined ? [] : [`${seen} -f -a ${quote(command.operands.join(" "))}`];
    return [`${start} -a ${command.name} -d ${quote(command.summary)}`, ...options, ...operands];
  });
  const names = commands.map((command) => command.name).join(" ");
  lines.push(`${start} -a help -d 'explain a command'`);
  lines.push(`complete -c ${NAME} -n '__fish_seen_subcommand_from help' -f -a ${quote(names)}`);
  return `# fish completion for ${NAME}\n${lines.join("\n")}\n`;
}
