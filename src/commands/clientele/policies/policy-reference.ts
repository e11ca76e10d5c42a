import type { PolicyCatalogService } from '../../../governance/policies/policy-catalog.service';
import type { PolicyVersion } from '../../../governance/policies/policy-version.entity';
import { WrongCall } from '../exit-codes';

const REFERENCE = /^([^@]+)(?:@([1-9]\d{0,8}))?$/;

/**
 * The version of a policy that a word of the command line names: `partners@2`, or `partners` for the newest one. Throws
 * {@link WrongCall} for another form, and `UnknownResource` if it is not there.
 */
export const versionNamed = async (policies: PolicyCatalogService, word: string): Promise<PolicyVersion> => {
  const [, name, version] = REFERENCE.exec(word) ?? [];
  if (name === undefined)
    throw new WrongCall('NAME must be the name of a policy, which may have a version; write partners or partners@2');
  return policies.require(name, version === undefined ? undefined : Number(version));
};
