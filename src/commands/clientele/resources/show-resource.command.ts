import { Help, SubCommand } from 'nest-commander';
import { challengeOf, resourceMetadata } from '../../../access-tokens/resource-metadata';
import { issuerOf } from '../../../platform/config/issuer';
import { processEnvironment } from '../../../platform/config/read-environment';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';

/** `clientele resources show`. */
@SubCommand({
  name: 'show',
  arguments: '<resource>',
  argsDescription: { resource: 'the identifier of a resource, as it is in RESOURCES' },
  description:
    'Shows the header with which a resource server sends clients here (RFC 9728), and what it checks of their tokens.',
})
export class ShowResourceCommand extends JsonCommand {
  override run([identifier = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const environment = processEnvironment();
    const resource = environment.RESOURCES.get(identifier);
    if (!resource) throw new WrongCall('RESOURCE must be one of RESOURCES; see clientele resources list');
    if (environment.SIGN_IN_UPSTREAMS.length === 0)
      throw new WrongCall(
        'SIGN_IN_UPSTREAMS must be set, because clients of people are sent here; see docs/SIGN-IN.md',
      );
    const issuer = issuerOf(environment);
    const values = {
      resource: identifier,
      www_authenticate: challengeOf(issuer, identifier, resource),
      resource_metadata: issuer.metadataAddressOf(identifier),
      issuer: issuer.tokenIssuer,
      audience: identifier,
      jwks_uri: issuer.jwksUri,
    };
    if (json) printJson({ ...values, metadata: resourceMetadata(issuer, identifier, resource) });
    else printValues(values);
    return Promise.resolve();
  }

  @Help('after')
  examples(): string {
    return examples('resources show https://mcp.example/mcp', 'resources show https://mcp.example/mcp --json');
  }
}
