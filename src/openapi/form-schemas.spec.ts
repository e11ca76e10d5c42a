import type { GrantDefinition } from '../access-tokens/grants/grant.decorator';
import { TokenRequest } from '../access-tokens/grants/token-request.dto';
import { FormParameter } from '../platform/http/form-parameter.decorator';
import { tokenRequestSchema } from './form-schemas';

class ExchangeRequest extends TokenRequest {
  @FormParameter('The token.', { required: 'send it' })
  readonly subject_token!: string;

  @FormParameter('Who uses it.', { isRepeatable: true, schema: { minLength: 1 } })
  readonly audience!: readonly string[];
}

const grantOf = (grant_type: string, request: GrantDefinition['request']): GrantDefinition => ({
  grant_type,
  request,
  from: `the document of ${grant_type}`,
  example: { summary: 'A token', value: { grant_type } },
  allowsPublicClients: false,
});

describe('the schema of a token request', () => {
  it('has the names and the parameters of every grant, and the credentials; each grant alone requires its own', () => {
    const grants = [grantOf('plain', TokenRequest), grantOf('exchange', ExchangeRequest)];
    expect(tokenRequestSchema(grants, { client_secret: 'The secret.' })).toEqual({
      type: 'object',
      description: 'the document of plain, the document of exchange.',
      required: ['grant_type'],
      properties: {
        grant_type: { type: 'string', enum: ['plain', 'exchange'], description: 'How the token is asked for.' },
        subject_token: { type: 'string', description: 'The token.' },
        audience: { type: 'array', items: { type: 'string', minLength: 1 }, description: 'Who uses it.' },
        client_secret: { type: 'string', description: 'The secret.' },
      },
    });
  });
});
