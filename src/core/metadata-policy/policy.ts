import type { Json } from './json';
import { isOwn, OPERATORS } from './operators';
import type { Operator } from './operator';

/** What one policy says: its name, such as `partners@3`, and the value it gives to an operator. */
interface Source {
  readonly policy: string;
  readonly value: Json;
}

/** One operator of one member, with the value that holds, and where this comes from: the superior policy first. */
export interface Rule {
  readonly operator: Operator;
  readonly value: Json;
  readonly sources: readonly Source[];
}

/** A policy that was read, or merged from several: for each member its rules in the order of their application. */
export interface MetadataPolicy {
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
}

/** The policy that says nothing. */
export const EMPTY_POLICY: MetadataPolicy = { rules: new Map() };

/** The rules of a member in the order of their application. */
export const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  OPERATORS.flatMap((operator) => rules.filter((rule) => rule.operator === operator));

/** The names of the policies that a rule comes from, each once. */
export const policiesOf = ({ sources }: Rule): readonly string[] => [...new Set(sources.map(({ policy }) => policy))];

/** A policy as OpenID Federation 1.0 sections 3.1.3 and 6.1.2 write it, for one entity type. */
export interface PolicyDocument {
  readonly metadata_policy: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** The operators of this server that the policy uses; absent if there are none. */
  readonly metadata_policy_crit?: readonly string[];
}

/** Writes a policy as a document, which `parsePolicy` reads. */
export const documentOf = ({ rules }: MetadataPolicy): PolicyDocument => {
  const members = [...rules].map(([member, own]) => [
    member,
    Object.fromEntries(own.map(({ operator, value }) => [operator.name, value])),
  ]);
  const used = new Set([...rules.values()].flat().map(({ operator }) => operator));
  const critical = OPERATORS.filter((operator) => isOwn(operator) && used.has(operator)).map(({ name }) => name);
  return {
    metadata_policy: Object.fromEntries(members) as PolicyDocument['metadata_policy'],
    ...(critical.length > 0 && { metadata_policy_crit: critical }),
  };
};
