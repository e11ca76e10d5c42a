import { ENCRYPTION_ENCS, type EncryptionEnc, SIGNING_ALGS, type SigningAlg } from '../../jose/algorithms';
import { flag, oneOf, someOf } from '../kinds/choice';
import { object } from '../kinds/object';
import { someTexts, text, texts } from '../kinds/text';
import { httpsAddress, redirectUris, webPage } from '../kinds/uri';
import { Metadata } from '../metadata-row';
import * as vocabulary from '../vocabulary';
import { ExtensionMetadata } from './extension-metadata';

/** What ecosystems add: UMA, NFV, FAPI, OpenID Federation and OpenID4VP. */
export class EcosystemMetadata extends ExtensionMetadata {
  @Metadata('Where the user agent may be sent after claims were gathered.', {
    is: redirectUris(),
    from: 'UMA 2.0 Grant section 2',
  })
  claims_redirect_uris?: string[];

  @Metadata('The algorithm that signs NFV tokens for the client.', {
    is: oneOf(SIGNING_ALGS, 'SIGNING_ALGS'),
    from: 'ETSI GS NFV-SEC 022',
  })
  nfv_token_signed_response_alg?: SigningAlg;

  @Metadata('The algorithm that encrypts the key of NFV tokens.', {
    is: oneOf(vocabulary.ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'ETSI GS NFV-SEC 022',
  })
  nfv_token_encrypted_response_alg?: vocabulary.EncryptionAlg;

  @Metadata('The algorithm that encrypts NFV tokens.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'ETSI GS NFV-SEC 022',
    default: ({ nfv_token_encrypted_response_alg }: Partial<EcosystemMetadata>) =>
      nfv_token_encrypted_response_alg ? 'A128CBC-HS256' : undefined,
    needs: 'nfv_token_encrypted_response_alg',
  })
  nfv_token_encrypted_response_enc?: EncryptionEnc;

  @Metadata('Whether the client uses the endpoints for mutual TLS.', {
    is: flag(),
    from: 'FAPI 2.0 Security Profile section 5.2.2.1.1',
    default: false,
  })
  use_mtls_endpoint_aliases!: boolean;

  @Metadata('How the client becomes known in a federation.', {
    is: someOf(vocabulary.REGISTRATION_TYPES),
    from: 'OpenID Federation 1.0 section 5.1.2',
  })
  client_registration_types?: vocabulary.RegistrationType[];

  @Metadata('Where the public keys of the client are, signed.', {
    is: httpsAddress(),
    from: 'OpenID Federation 1.0 section 5.2.1',
  })
  signed_jwks_uri?: string;

  @Metadata('The name of the organisation behind the client.', {
    is: text(200),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  })
  organization_name?: string;

  @Metadata('What the client is, in plain words.', {
    is: text(2000),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  })
  description?: string;

  @Metadata('Words that describe the client.', {
    is: texts(),
    from: 'OpenID Federation 1.0 section 5.2.2',
  })
  keywords?: string[];

  @Metadata('Where more is said about the client.', {
    is: webPage(),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  })
  information_uri?: string;

  @Metadata('The page of the organisation behind the client.', {
    is: webPage(),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  })
  organization_uri?: string;

  @Metadata('The algorithms that presentations may be encrypted with.', {
    is: someTexts(),
    from: 'OpenID4VP 1.0 section 11.1',
  })
  encrypted_response_enc_values_supported?: string[];

  @Metadata('The credential formats that the client takes.', {
    is: object(),
    from: 'OpenID4VP 1.0 section 11.1',
  })
  vp_formats_supported?: Readonly<Record<string, unknown>>;
}
