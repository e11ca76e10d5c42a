import type { Environment } from './environment';

/** A rule between variables. */
export interface EnvironmentRule {
  /** The variables that it reads. It is checked only if each of them is valid by itself. */
  readonly names: readonly (keyof Environment)[];
  /** Gives the broken rule and the remedy as one sentence, or nothing. */
  readonly mistake: (environment: Environment) => string | undefined;
}

/** Declares a rule. `mistake` takes only the variables of `names`. */
export const between = <Name extends keyof Environment>(
  names: readonly Name[],
  mistake: (variables: Pick<Environment, Name>) => string | undefined,
): EnvironmentRule => ({ names, mistake });

/** The same rule, checked in production only. */
export const inProduction = ({ names, mistake }: EnvironmentRule): EnvironmentRule =>
  between(['NODE_ENV', ...names], (environment) =>
    environment.NODE_ENV === 'production' ? mistake(environment as Environment) : undefined,
  );
