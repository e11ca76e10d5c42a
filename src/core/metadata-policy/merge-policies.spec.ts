import { aPolicy, faultsOf, merged, outcomeOf, sound } from '../../../test/support/a-policy';
import { compilePolicy } from './compile-policy';
import { InvalidPolicy } from './faults';
import { mergePolicies } from './merge-policies';
import { documentOf } from './policy';

describe('policies are merged', () => {
  it('as the example of OpenID Federation 1.0 section 6.1.5 is', () => {
    const policy = merged(
      {
        grant_types: {
          default: ['authorization_code'],
          subset_of: ['authorization_code', 'refresh_token'],
          superset_of: ['authorization_code'],
        },
        token_endpoint_auth_method: { one_of: ['private_key_jwt', 'self_signed_tls_client_auth'], essential: true },
        contacts: { add: ['helpdesk@federation.example'] },
        subject_type: { value: 'pairwise' },
      },
      {
        grant_types: { subset_of: ['authorization_code'] },
        token_endpoint_auth_method: { one_of: ['self_signed_tls_client_auth'] },
        contacts: { add: ['helpdesk@org.example'] },
      },
    );
    expect(documentOf(sound(policy)).metadata_policy).toEqual({
      grant_types: {
        default: ['authorization_code'],
        subset_of: ['authorization_code'],
        superset_of: ['authorization_code'],
      },
      token_endpoint_auth_method: { one_of: ['self_signed_tls_client_auth'], essential: true },
      contacts: { add: ['helpdesk@federation.example', 'helpdesk@org.example'] },
      subject_type: { value: 'pairwise' },
    });
  });

  it('and are not changed', () => {
    const [one, other] = [aPolicy({ a: { add: ['x'] } }), aPolicy({ a: { add: ['y'] }, b: { essential: true } })];
    mergePolicies(one, other);
    expect([one, other].map((policy) => documentOf(policy).metadata_policy)).toEqual([
      { a: { add: ['x'] } },
      { a: { add: ['y'] }, b: { essential: true } },
    ]);
  });

  it('to a policy without rules if there are none', () => {
    expect(sound(mergePolicies()).rules.size).toBe(0);
  });
});

describe('policies that cannot be merged', () => {
  it('give all pairs of operators that contradict each other, with the policies that contain them', () => {
    const policy = merged(
      { scope: { subset_of: ['read', 'write'] }, application_type: { value: 'web' } },
      { scope: { subset_of: ['read'] } },
      { scope: { value: 'write' }, application_type: { value: 'native' }, redirect_uris: { max_items: 1 } },
    );
    expect(policy).toBeInstanceOf(InvalidPolicy);
    expect(faultsOf(policy)).toEqual([
      'metadata_policy.scope.subset_of must be a superset of the list of value; change one of the two, or leave it out [subset_of of a+b, value of c]',
      'metadata_policy.application_type.value must be equal in both policies; write the same value, or leave it out of one of them [value of c, value of a]',
    ]);
  });
});

describe('a refusal of a merged policy', () => {
  const policy = sound(
    merged(
      {
        alg: { one_of: ['ES256', 'PS256'] },
        grant_types: { superset_of: ['authorization_code'] },
        redirect_uris: { hosts: ['*.example'], max_items: 3 },
        client_name: { max_length: 20, essential: true },
      },
      {
        alg: { one_of: ['PS256', 'RS256'] },
        grant_types: { superset_of: ['refresh_token'] },
        redirect_uris: { hosts: ['*.partner.example'], max_items: 2 },
        client_name: { max_length: 10 },
      },
    ),
  );

  it.each([
    [{ alg: 'ES256' }, 'b'],
    [{ alg: 'RS256' }, 'a'],
    [{ alg: 'none' }, 'a,b'],
    [{ grant_types: ['refresh_token'] }, 'a'],
    [{ grant_types: ['authorization_code'] }, 'b'],
    [{ redirect_uris: ['https://a.example'] }, 'b'],
    [{ redirect_uris: ['https://a.invalid'] }, 'a,b'],
    [{ redirect_uris: Array(3).fill('https://a.partner.example') }, 'b'],
    [{ client_name: 'x'.repeat(11) }, 'b'],
    [{ client_name: 'x'.repeat(21) }, 'a,b'],
    [{ client_name: null }, 'a'],
  ])('of %j names the policies %s', (metadata, policies) => {
    expect(outcomeOf(policy, { client_name: 'x', ...metadata })).toEqual([
      expect.stringMatching(new RegExp(`\\(${policies}\\)$`)),
    ]);
  });

  it('names each policy once, however often it was merged', () => {
    const twice = sound(mergePolicies(aPolicy({ m: { essential: true } }), aPolicy({ m: { essential: true } })));
    expect(outcomeOf(twice, {})).toEqual(['m must be present; send it (a)']);
    expect(compilePolicy(twice).explain({})[0]?.policies).toEqual(['a']);
  });
});
