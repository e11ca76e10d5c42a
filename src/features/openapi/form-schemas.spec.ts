import type { GrantDefinition } from '../../access-tokens/grants/grant.decorator';
import { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { FormParameter } from '../../platform/http/form-parameter.decorator';
import { tokenRequestSchema, tokenResponseSchema } from './form-schemas';

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

describe('the schema of a token response', () => {
  const plain = grantOf('plain', TokenRequest);

  it('has no members that no grant declares', () => {
    const { properties = {}, required } = tokenResponseSchema([plain]);
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(['access_token', 'token_type', 'expires_in', 'scope', 'authorization_details']),
    );
    expect(properties).not.toHaveProperty('issued_token_type');
    expect(required).toEqual(['access_token', 'token_type', 'expires_in']);
  });

  it('has the members of the grants, which may permit other values of a common one', () => {
    const response: GrantDefinition['response'] = {
      issued_token_type: { type: 'string', description: 'RFC 8693 section 2.2.1.' },
      token_type: { type: 'string', enum: ['Bearer', 'DPoP', 'N_A'] },
    };
    expect(tokenResponseSchema([plain, { ...plain, response }]).properties).toMatchObject(response);
  });
});
