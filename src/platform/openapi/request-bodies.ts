import { InvalidRequest, UnsupportedMediaType } from '../../core/errors/errors';
import type { OAuthError } from '../../core/errors/oauth-error';
import {
  codeChallengeRequired,
  detailsNotRegistered,
  formRequired,
  jsonObjectRequired,
  logoutTokenRefused,
  noSecretToRotate,
  parameterRequired,
  referencePushed,
  scopeNotRegistered,
  statementNotSigned,
  TOKEN_REMEDY,
  unknownResource,
  unreadableParameters,
  untrustedStatementIssuer,
} from '../../core/errors/refusals';
import { refusalOf } from '../../core/metadata/refusal-of';
import { bodyTooLarge } from '../http/body-bytes';
import { MEDIA_TYPES, POLICY_DOCUMENT_TYPES } from '../http/media-types';

/** A body of requests, by the name of its schema: media type, examples, and its refusals. */
export interface Body {
  readonly mediaType: string;
  /** Other media types of the same. */
  readonly alsoAs?: readonly string[];
  readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
  readonly refusals: readonly OAuthError[];
  readonly isRequired?: boolean;
}

export const [JSON_TYPE] = MEDIA_TYPES.json;
const [PATCH_TYPE] = MEDIA_TYPES['merge-patch'];
const [FORM_TYPE] = MEDIA_TYPES.form;
const TOO_LARGE = bodyTooLarge();

const HTTPS = 'https://app.example/callback';

/** One of each code of RFC 7591 section 3.2.2. */
const METADATA_REFUSALS: readonly OAuthError[] = [
  refusalOf({ redirect_uris: [`${HTTPS}#top`] }),
  refusalOf({ redirect_uris: [HTTPS], contacts: 'ops@app.example', require_auth_time: 'true' }),
  statementNotSigned(),
  untrustedStatementIssuer(),
];
const JSON_REFUSALS: readonly OAuthError[] = [new UnsupportedMediaType(MEDIA_TYPES.json), TOO_LARGE];

/** The refusals of every JSON body that is read into a DTO. */
export const JSON_BODY_REFUSALS: readonly OAuthError[] = [jsonObjectRequired(), ...JSON_REFUSALS];

export const BODIES = {
  ClientMetadata: {
    mediaType: JSON_TYPE,
    examples: {
      service: {
        summary: 'A service that acts for itself',
        value: { grant_types: ['client_credentials'], scope: 'openid profile', redirect_uris: ['https://tmp.com'] },
      },
      web: {
        summary: 'A web client with a localised name',
        value: {
          redirect_uris: ['https://app.example/callback'],
          client_name: 'Example',
          'client_name#de': 'Beispiel',
          token_endpoint_auth_method: 'client_secret_basic',
          scope: 'openid email',
        },
      },
      native: { summary: 'A native client', value: { redirect_uris: ['http://127.0.0.1/callback'] } },
    },
    refusals: [...METADATA_REFUSALS, ...JSON_REFUSALS],
  },
  ClientUpdate: {
    mediaType: JSON_TYPE,
    examples: {
      renamed: {
        summary: 'A new name; omitted members return to their defaults',
        value: {
          client_id: '019e6f3c-2f1b-7c4e-9a55-0d2b6a1f7c11',
          redirect_uris: ['https://app.example/callback'],
          client_name: 'New name',
        },
      },
    },
    refusals: [...METADATA_REFUSALS, ...JSON_REFUSALS],
  },
  ClientPatch: {
    mediaType: PATCH_TYPE,
    examples: { renamed: { summary: 'A new name; what is left out stays', value: { client_name: 'New name' } } },
    refusals: [...METADATA_REFUSALS, new UnsupportedMediaType(MEDIA_TYPES['merge-patch']), TOO_LARGE],
  },
  SecretRotation: {
    mediaType: JSON_TYPE,
    isRequired: false,
    examples: { soon: { summary: 'The old secret ends after a minute', value: { overlap: 60 } } },
    refusals: [noSecretToRotate(), ...JSON_REFUSALS],
  },
  PolicyDocument: {
    mediaType: JSON_TYPE,
    alsoAs: MEDIA_TYPES.yaml,
    examples: {
      partners: {
        summary: 'One policy',
        value: { policies: { partners: { metadata_policy: { scope: { subset_of: ['read'] } } } } },
      },
    },
    refusals: [
      jsonObjectRequired(),
      new InvalidRequest('line 1: policies must be an object; write an entry for each policy'),
      new UnsupportedMediaType(POLICY_DOCUMENT_TYPES),
      TOO_LARGE,
    ],
  },
  ExplainedMetadata: {
    mediaType: JSON_TYPE,
    examples: { scopes: { summary: 'Some metadata', value: { scope: 'openid email' } } },
    refusals: [jsonObjectRequired(), ...JSON_REFUSALS],
  },
  StatusReason: {
    mediaType: JSON_TYPE,
    isRequired: false,
    examples: { plain: { summary: 'What the client reads', value: { reason: 'Write to security@example.org.' } } },
    refusals: [...JSON_REFUSALS],
  },
  TokenRequest: {
    mediaType: FORM_TYPE,
    /** Each grant brings one. The refusals that name the grants are added where these are known: see `src/openapi`. */
    examples: {},
    refusals: [scopeNotRegistered(['admin']), unknownResource(), detailsNotRegistered(['payment']), TOO_LARGE],
  },
  PresentedToken: {
    mediaType: FORM_TYPE,
    examples: {
      own: {
        summary: 'A token of the client itself',
        value: { token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl', client_id: 's6BhdRkqt3', client_secret: 'gX1fBat3bV' },
      },
    },
    refusals: [parameterRequired('token', TOKEN_REMEDY), formRequired(), TOO_LARGE],
  },
  AuthorizationRequest: {
    mediaType: FORM_TYPE,
    examples: {
      app: {
        summary: 'A request of a public client',
        value: {
          client_id: '0192f3a4-7c10-7bbd-a5c1-3f7f4c2e9a10',
          response_type: 'code',
          redirect_uri: HTTPS,
          state: 'af0ifjsldkj',
          code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          code_challenge_method: 'S256',
        },
      },
    },
    refusals: [referencePushed(), codeChallengeRequired(), unreadableParameters(), TOO_LARGE],
  },
  LogoutToken: {
    mediaType: FORM_TYPE,
    examples: {
      provider: { summary: 'A token of the provider', value: { logout_token: 'eyJ0eXAiOiJsb2dvdXQrand0In0.e30.AA' } },
    },
    refusals: [logoutTokenRefused(), formRequired(), TOO_LARGE],
  },
} as const satisfies Record<string, Body>;
