import { normalisedUri } from '../../../src/authentication/dpop/normalised-uri';
import { mergePatch } from '../../../src/core/json/merge-patch';
import { operatorPolicy } from '../../../src/clients/operator-policy';
import { ClientMetadataReader } from '../../../src/core/metadata/client-metadata.reader';
import { parseName } from '../../../src/core/x509/distinguished-name';
import { readEnvironment } from '../../../src/platform/config/read-environment';
import { certificateInHeader } from '../../../src/platform/http/certificate-header';
import { Issuer } from '../../../src/core/issuer';
import { withoutIssuerPath } from '../../../src/platform/http/issuer-path';
import { FormReader } from '../../../src/platform/http/form.reader';
import { readForm } from '../../../src/platform/http/read-form';
import {
  metadataIn,
  signedWins,
  unlistedRedirect,
} from '../../../src/registration-requests/software-statements/statement-claims';
import { ClientCredentialsRequest } from '../../../src/features/token/dto/client-credentials-request.dto';
import { permittedDetails } from '../../../src/features/token/request/authorization-details';
import { grantedScope } from '../../../src/features/token/request/granted-scope';
import { countedSteps } from '../../support/counted-steps';

const BODY_BYTES = 65_536;
const environment = readEnvironment({ NODE_ENV: 'test' });
const reader = new ClientMetadataReader(operatorPolicy(environment));
const tokenRequests = new FormReader(ClientCredentialsRequest);
const redirect_uris = ['https://app.example/cb'];

/** So many different items as fit into so many bytes, as `item` makes them of a number. */
const fill = (bytes: number, item: (number: number) => string): string[] => {
  const items: string[] = [];
  for (let length = 0; length < bytes; length += (items.at(-1)?.length ?? 0) + 4) items.push(item(items.length));
  return items;
};
const record = (names: readonly string[], value: unknown = 'x'): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, value]));
const short = (number: number): string => number.toString(36);
const registration = (members: Record<string, unknown>): (() => unknown) => {
  const json = { redirect_uris, ...members };
  return () => reader.read(json);
};

/** What a caller can make as large as a body or a header, by what reads it. */
const READERS: Readonly<Record<string, (bytes: number) => () => unknown>> = {
  'names of a form': (bytes) => {
    const text = fill(bytes, short).join('&');
    return () => readForm(text);
  },
  'empty values of a form': (bytes) => {
    const text = fill(bytes, (number) => `${short(number)}=`).join('&');
    return () => readForm(text);
  },
  'the resources of a form': (bytes) => {
    const text = fill(bytes, (number) => `resource=${short(number)}`).join('&');
    return () => readForm(text);
  },
  'unknown members of a registration': (bytes) => registration(record(fill(bytes, short))),
  'languages of a member': (bytes) => registration(record(fill(bytes, (n) => `client_name#en-${short(n)}`))),
  'languages that are not sent': (bytes) =>
    registration(
      record(
        fill(bytes, (n) => `client_name#en-${short(n)}`),
        null,
      ),
    ),
  'tags that are none': (bytes) => registration(record(fill(bytes, (n) => `client_name#_${short(n)}`))),
  'redirect URIs': (bytes) => registration({ redirect_uris: fill(bytes, (n) => `https://a.example/${short(n)}`) }),
  'one long redirect URI': (bytes) => registration({ redirect_uris: [`https://a.example/${'?/'.repeat(bytes / 2)}`] }),
  'grant types': (bytes) => registration({ grant_types: fill(bytes, short) }),
  'response types': (bytes) => registration({ response_types: fill(bytes, (n) => `code ${short(n)}`) }),
  'the words of one response type': (bytes) => registration({ response_types: [fill(bytes, short).join(' ')] }),
  contacts: (bytes) => registration({ contacts: fill(bytes, (n) => `${short(n)}@a.example`) }),
  'scopes of a registration': (bytes) => registration({ scope: fill(bytes, short).join(' ') }),
  'keys of a set': (bytes) => registration({ jwks: { keys: fill(bytes, short).map((kid) => ({ kty: 'EC', kid })) } }),
  'members of a key': (bytes) => registration({ jwks: { keys: [{ kty: 'EC', ...record(fill(bytes, short)) }] } }),
  'operations of a key': (bytes) => registration({ jwks: { keys: [{ kty: 'EC', key_ops: fill(bytes, short) }] } }),
  'a merge patch': (bytes) => {
    const names = fill(bytes, short);
    return () => mergePatch(record(names), record(names, null));
  },
  'claims of a statement': (bytes) => {
    const claims = record(fill(bytes, (n) => `client_name#${short(n)}`));
    return () => signedWins(claims, metadataIn(claims));
  },
  'redirect URIs of a statement': (bytes) => {
    const uris = fill(bytes, short);
    return () => unlistedRedirect(uris, { software_redirect_uris: [...uris] });
  },
  'scopes of a token request': (bytes) => {
    const scope = fill(bytes, short).join(' ');
    return () => {
      const request = tokenRequests.read(new URLSearchParams({ scope }));
      return grantedScope(request.scope, scope, { isOursAlone: true });
    };
  },
  'authorization details': (bytes) => {
    const types = fill(bytes, short);
    const text = JSON.stringify(types.map((type) => ({ type })));
    return () => {
      const request = tokenRequests.read(new URLSearchParams({ authorization_details: text }));
      return permittedDetails(request.authorization_details, types);
    };
  },
  'a certificate header': (bytes) => {
    const text = fill(bytes, (n) => `k${short(n).replaceAll(/\d/g, 'x')}="v"`).join(';');
    return () => certificateInHeader(text);
  },
  'a distinguished name': (bytes) => {
    const text = fill(bytes, (n) => `CN=${short(n)}`).join(',');
    return () => parseName(text);
  },
  'the address of a proof': (bytes) => {
    const text = `https://a.example/${'%41'.repeat(bytes / 3)}`;
    return () => normalisedUri(text);
  },
  'the query of a target': (bytes) => {
    const url = `/token${'?'.repeat(bytes)}`;
    return () => withoutIssuerPath(new Issuer('https://a.example/t'))({ url });
  },
};

describe('what reading costs', () => {
  it.each(Object.entries(READERS))('grows no faster than what was sent: %s', (_, prepare) => {
    const [half, whole] = [BODY_BYTES / 2, BODY_BYTES].map((bytes) => countedSteps(prepare(bytes)));
    expect(whole).toBeLessThanOrEqual(2.3 * Number(half) + 1000);
    expect(whole).toBeLessThanOrEqual(30 * BODY_BYTES);
  });

  it('is noticed when it grows faster', () => {
    const quadratic = (bytes: number) => (): void => {
      const sent = new URLSearchParams(fill(bytes, short).join('&'));
      for (const name of [...sent.keys()]) sent.has(name);
    };
    const [half, whole] = [2000, 4000].map((bytes) => countedSteps(quadratic(bytes)));
    expect(whole).toBeGreaterThan(3 * Number(half));
  });
});
