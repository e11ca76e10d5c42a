import {
  ENCRYPTION_ENCS,
  type EncryptionEnc,
  PUBLIC_KEY_ENCRYPTION_ALGS,
  type PublicKeyEncryptionAlg,
  SIGNING_ALGS,
  type SigningAlg,
} from '../../jose/algorithms';
import { distinguishedName, dnsName, ipAddress, mailAddress, uriName } from '../kinds/certificate-subject';
import { flag, oneOf, someOfTheOperators } from '../kinds/choice';
import { text } from '../kinds/text';
import { httpsAddress, webPage } from '../kinds/uri';
import { Metadata } from '../metadata-row';
import { CoreMetadata } from './core-metadata';

/** What the RFCs add: registration, mutual TLS, request objects, pushed requests, introspection, DPoP. */
export class OAuthMetadata extends CoreMetadata {
  @Metadata('The name that is shown to the user.', {
    is: text(200),
    from: 'RFC 7591 section 2',
    localizable: true,
  })
  client_name?: string;

  @Metadata('The page about the client.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  })
  client_uri?: string;

  @Metadata('The logo of the client; never fetched by this server.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  })
  logo_uri?: string;

  @Metadata('The terms of service.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  })
  tos_uri?: string;

  @Metadata('How the client treats personal data.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  })
  policy_uri?: string;

  @Metadata('Where the public keys of the client are.', {
    is: httpsAddress(),
    from: 'RFC 7591 section 2',
  })
  override jwks_uri?: string;

  @Metadata('What all installations of the same software share.', {
    is: text(255),
    from: 'RFC 7591 section 2',
  })
  software_id?: string;

  @Metadata('The version of that software; compared for equality only.', {
    is: text(255),
    from: 'RFC 7591 section 2',
  })
  software_version?: string;

  @Metadata('The signed statement about the software, unchanged.', {
    is: text(65_536),
    from: 'RFC 7591 section 3.1.1',
    rejectedWith: 'invalid_software_statement',
  })
  software_statement?: string;

  @Metadata('Whether access tokens are bound to the certificate of the client.', {
    is: flag(),
    from: 'RFC 8705 section 3.4',
    default: false,
  })
  tls_client_certificate_bound_access_tokens!: boolean;

  @Metadata('The subject of the certificate of the client.', {
    is: distinguishedName(),
    from: 'RFC 8705 section 2.1.2',
  })
  tls_client_auth_subject_dn?: string;

  @Metadata('The DNS name in the certificate of the client.', {
    is: dnsName(),
    from: 'RFC 8705 section 2.1.2',
  })
  tls_client_auth_san_dns?: string;

  @Metadata('The URI in the certificate of the client.', {
    is: uriName(),
    from: 'RFC 8705 section 2.1.2',
  })
  tls_client_auth_san_uri?: string;

  @Metadata('The IP address in the certificate of the client.', {
    is: ipAddress(),
    from: 'RFC 8705 section 2.1.2',
  })
  tls_client_auth_san_ip?: string;

  @Metadata('The email address in the certificate of the client.', {
    is: mailAddress(),
    from: 'RFC 8705 section 2.1.2',
  })
  tls_client_auth_san_email?: string;

  @Metadata('Whether only signed request objects are taken from the client.', {
    is: flag(),
    from: 'RFC 9101 section 10.5',
    default: false,
  })
  require_signed_request_object!: boolean;

  @Metadata('Whether authorization requests must be pushed.', {
    is: flag(),
    from: 'RFC 9126 section 6',
    default: false,
  })
  require_pushed_authorization_requests!: boolean;

  @Metadata('The algorithm that signs introspection responses for the client.', {
    is: oneOf(SIGNING_ALGS, 'SIGNING_ALGS'),
    from: 'RFC 9701 section 6',
    default: 'RS256',
    advertisedAs: 'introspection_signing_alg_values_supported',
  })
  introspection_signed_response_alg!: SigningAlg;

  @Metadata('The algorithm that encrypts the key of introspection responses.', {
    is: oneOf(PUBLIC_KEY_ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'RFC 9701 section 6',
    advertisedAs: 'introspection_encryption_alg_values_supported',
  })
  introspection_encrypted_response_alg?: PublicKeyEncryptionAlg;

  @Metadata('The algorithm that encrypts introspection responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'RFC 9701 section 6',
    default: ({ introspection_encrypted_response_alg }: Partial<OAuthMetadata>) =>
      introspection_encrypted_response_alg ? 'A128CBC-HS256' : undefined,
    needs: 'introspection_encrypted_response_alg',
    advertisedAs: 'introspection_encryption_enc_values_supported',
  })
  introspection_encrypted_response_enc?: EncryptionEnc;

  @Metadata('The types of authorization_details that the client uses.', {
    is: someOfTheOperators('AUTHORIZATION_DETAILS_TYPES'),
    from: 'RFC 9396 section 10',
    default: [],
    advertisedAs: 'authorization_details_types_supported',
  })
  authorization_details_types!: string[];

  @Metadata('Whether the client always proves possession of its key.', {
    is: flag(),
    from: 'RFC 9449 section 5.2',
    default: false,
  })
  dpop_bound_access_tokens!: boolean;
}
