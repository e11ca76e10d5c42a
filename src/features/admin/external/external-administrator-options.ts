/** Whose tokens people administer with, and what the tokens must say. */
export abstract class ExternalAdministratorOptions {
  /** The `iss`; empty if there are no such tokens. */
  abstract readonly issuer: string;
  abstract readonly audience: string;
  /** The address of the keys; empty if the metadata of the issuer has it. */
  abstract readonly jwksUri: string;
  /** The name of the claim, or names of nested ones with dots between them. */
  abstract readonly claim: string;
  /** The values of the claim that permit everything. */
  abstract readonly values: readonly string[];
  /** The values of the claim that permit to read. */
  abstract readonly readValues: readonly string[];
}
