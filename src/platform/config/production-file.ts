import { parseEnv } from 'node:util';
import { SECTIONS } from './environment';
import { comment, shownDefault } from './environment-docs';
import { StartFailure } from './start-failure';
import { type NamedVariable, variablesOf } from './variable';

/** What the operator has decided already: texts of variables by name. */
export type Decided = Readonly<Record<string, string>>;

/** A variable that production needs a decision about. */
export interface Decision {
  readonly name: string;
  /** What is to be decided. */
  readonly decide: string;
  readonly default: string;
}

/** A file of settings for production. */
export interface ProductionFile {
  /** The content of the `.env` file. It has new secrets each time. */
  readonly text: string;
  /** What is still to be decided. */
  readonly open: readonly Decision[];
}

const HEADING = `# The settings of Clientele in production, written by clientele init.
# Only its owner may read this file, because it has secrets. Keep a copy of SECRET_KEYS in another place: without
# them no stored secret can be checked. Variables that are not here have their defaults: see docs/CONFIGURATION.md.`;

/**
 * The file of an installation: new secrets, what is decided, and a comment for each decision that is still to be made. All
 * of it comes from the declarations of the variables. Throws {@link StartFailure} if a decided name is no variable, or its
 * text is not valid.
 */
export const productionFile = (decided: Decided): ProductionFile => {
  const variables = SECTIONS.flatMap(variablesOf);
  for (const [name, text] of Object.entries(decided)) requireValid(variables, name, text);
  const written = variables.filter(({ name, inProduction }) => inProduction !== undefined || name in decided);
  return {
    text: `${[HEADING, ...written.map((variable) => entryOf(variable, decided[variable.name]))].join('\n\n')}\n`,
    open: written.flatMap((variable) => decisionOf(variable, decided)),
  };
};

const requireValid = (variables: readonly NamedVariable[], name: string, text: string): void => {
  const variable = variables.find((one) => one.name === name);
  if (!variable) throw new StartFailure(`${name} is no variable of this server; see docs/CONFIGURATION.md`);
  if (variable.is.read(text) === undefined) throw new StartFailure(`${name} must be ${variable.is.rule}`);
};

const entryOf = (variable: NamedVariable, decided: string | undefined): string => {
  const { name, about, is, inProduction } = variable;
  const lines = [comment(about), comment(`Takes ${is.rule}.`)];
  if (decided !== undefined) return [...lines, assignment(name, decided)].join('\n');
  if (inProduction && 'value' in inProduction)
    return [comment(about), assignment(name, inProduction.value())].join('\n');
  const decide = inProduction ? [comment(`TO DECIDE: ${inProduction.decide}`)] : [];
  return [...lines, ...decide, `# ${name}=${shownDefault(variable)}`].join('\n');
};

const decisionOf = (variable: NamedVariable, decided: Decided): readonly Decision[] => {
  const { name, inProduction } = variable;
  if (name in decided || !inProduction || !('decide' in inProduction)) return [];
  return [{ name, decide: inProduction.decide, default: shownDefault(variable) }];
};

/** Quotation marks only where they are needed, because some programs that read such files keep them as part of the value. */
const assignment = (name: string, text: string): string => {
  const lines = ['', "'", '"', '`'].map((mark) => `${name}=${mark}${text}${mark}`);
  const line = lines.find((one) => parseEnv(one)[name] === text);
  if (line === undefined || text.includes('\n'))
    throw new StartFailure(`${name} must be one line without all three kinds of quotation marks; write it otherwise`);
  return line;
};
