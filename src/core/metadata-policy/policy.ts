import type { Json } from './json';
import { isOwn, OPERATORS } from './operators';
import type { Operator } from './operator';

/** The value of an operator in one policy, by the name of the policy. */
interface Source {
  readonly policy: string;
  readonly value: Json;
}

/** One operator of one member: the merged value, and the values that it was merged from, the superior policy first. */
export interface Rule {
  readonly operator: Operator;
  readonly value: Json;
  readonly sources: readonly Source[];
}

/** A policy, read or merged: for each member its rules in the order of application. */
export interface MetadataPolicy {
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
}

/** The policy without rules. */
export const EMPTY_POLICY: MetadataPolicy = { rules: new Map() };

/** Sorts the rules of a member by the order of application. */
export const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  OPERATORS.flatMap((operator) => rules.filter((rule) => rule.operator === operator));

/** The names of the policies that contain a rule, each once. */
export const policiesOf = ({ sources }: Rule): readonly string[] => [...new Set(sources.map(({ policy }) => policy))];

/** A policy in the form of OpenID Federation 1.0 sections 3.1.3 and 6.1.2, for one entity type. */
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
