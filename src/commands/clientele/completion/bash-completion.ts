import type { Continuations } from './completion-words';

/** The script for bash. It needs no other program and does not start `clientele`. */
export const bashCompletion = (continuations: readonly Continuations[]): string => `# Completion of clientele for bash.
_clientele() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path \${COMP_WORDS[index]}" in
${continuations
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path.includes(' ') ? path : ` ${path}`}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path $previous" in
${continuations
  .flatMap(({ path, values }) =>
    values.map(
      ({ option, choices }) =>
        `    '${path} ${option}') COMPREPLY=(${choices.length > 0 ? `$(compgen -W '${choices.join(' ')}' -- "$current")` : '$(compgen -f -- "$current")'}); return ;;`,
    ),
  )
  .join('\n')}
  esac
  case "$path" in
${continuations
  .map(
    ({ path, words }) =>
      `    '${path}') COMPREPLY=($(compgen -W '${words.map(({ word }) => word).join(' ')}' -- "$current")) ;;`,
  )
  .join('\n')}
  esac
}
complete -o default -F _clientele clientele
`;
