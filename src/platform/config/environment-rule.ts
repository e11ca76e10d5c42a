import type { Environment } from './environment';

/** A rule between variables: what is wrong and what to do, or nothing. */
export interface EnvironmentRule {
  /** The variables that it looks at: it is asked when each of them by itself is sound. */
  readonly names: readonly (keyof Environment)[];
  readonly mistake: (environment: Environment) => string | undefined;
}

/** Declares a rule; `mistake` sees the variables that it names and no others. */
export const between = <Name extends keyof Environment>(
  names: readonly Name[],
  mistake: (variables: Pick<Environment, Name>) => string | undefined,
): EnvironmentRule => ({ names, mistake });

/** The same, for production only. */
export const inProduction = ({ names, mistake }: EnvironmentRule): EnvironmentRule =>
  between(['NODE_ENV', ...names], (environment) =>
    environment.NODE_ENV === 'production' ? mistake(environment as Environment) : undefined,
  );
