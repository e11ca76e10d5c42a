import { getMetadataStorage } from 'class-validator';
import type { RuleContext } from './must';

/** A broken rule of a member: where in the value, which rule, what to do. */
export interface Complaint {
  readonly place: string;
  readonly rule: string;
  readonly remedy: string | undefined;
}

/** The rules of one member, ready to run: the first that is broken, or nothing. */
export type Judge = (value: unknown) => Complaint | undefined;

/**
 * The class-validator rules of a class by property, looked up once. class-validator's own `validate()` looks them up
 * anew for every object, which costs more than running them.
 */
export const prepareRules = (type: new () => object): ReadonlyMap<string, Judge> => {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(type, '', false, false);
  const rulesByMember = new Map<string, Judge[]>();
  for (const { propertyName, constraintCls, context } of metadata) {
    const instance = storage.getTargetValidatorConstraints(constraintCls)[0]?.instance;
    if (!instance) continue;
    const { rule, remedy, locate } = context as RuleContext;
    const judge: Judge = (value) =>
      instance.validate(value) === true ? undefined : { place: locate(value), rule, remedy };
    rulesByMember.set(propertyName, [...(rulesByMember.get(propertyName) ?? []), judge]);
  }
  return new Map([...rulesByMember].map(([member, judges]) => [member, firstOf(judges)]));
};

const firstOf =
  (judges: readonly Judge[]): Judge =>
  (value) => {
    for (const judge of judges) {
      const complaint = judge(value);
      if (complaint) return complaint;
    }
    return undefined;
  };
