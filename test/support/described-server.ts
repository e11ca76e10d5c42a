import { accessTokenOptions } from '../../src/access-tokens/access-token-options.module';
import { UserResourcesService } from '../../src/access-tokens/user-resources.service';
import { operatorPolicy } from '../../src/clients/operator-policy';
import type { DescribedServer } from '../../src/features/discovery/contribution';
import { discoveryOptions } from '../../src/features/discovery/discovery.module';
import { issuerOf } from '../../src/platform/config/issuer';
import { readEnvironment } from '../../src/platform/config/read-environment';

/** What the metadata of a server with these variables are derived from. */
export const describedServer = (
  variables: Readonly<Record<string, string>>,
  grants: readonly string[] = ['client_credentials'],
): DescribedServer => {
  const environment = readEnvironment(variables);
  const issuer = issuerOf(environment);
  return {
    issuer,
    userResources: new UserResourcesService(accessTokenOptions(environment), issuer),
    permissions: operatorPolicy(environment),
    options: discoveryOptions(environment),
    grants,
  };
};
