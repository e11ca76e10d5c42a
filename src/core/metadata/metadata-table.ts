import { AUTHORIZATION_DETAILS } from './members/rfc9396-authorization-details';
import { CIBA } from './members/openid-ciba';
import { CLIENTELE } from './members/clientele';
import { CLIENT_REGISTRATION } from './members/rfc7591-client-registration';
import { DPOP } from './members/rfc9449-dpop';
import { FAPI } from './members/openid-fapi';
import { FEDERATION } from './members/openid-federation';
import { INTROSPECTION_RESPONSES } from './members/rfc9701-introspection-responses';
import { JARM } from './members/openid-jarm';
import { METADATA_CHOICES } from './members/openid-rp-metadata-choices';
import { MUTUAL_TLS } from './members/rfc8705-mutual-tls';
import { NFV } from './members/etsi-nfv';
import { OPENID_LOGOUT } from './members/openid-logout';
import { OPENID_REGISTRATION } from './members/openid-registration';
import { PUSHED_REQUESTS } from './members/rfc9126-pushed-requests';
import { REQUEST_OBJECTS } from './members/rfc9101-request-objects';
import { UMA } from './members/uma';
import { VERIFIABLE_PRESENTATIONS } from './members/openid4vp';
import type { NamedRow, Row } from './metadata-row';
import type { OptionalFeature } from './optional-feature';

/** The families of members, each a file of `members` with the name of its specification, in the order of the response. */
export const MEMBERS = {
  ...CLIENT_REGISTRATION,
  ...MUTUAL_TLS,
  ...REQUEST_OBJECTS,
  ...PUSHED_REQUESTS,
  ...INTROSPECTION_RESPONSES,
  ...AUTHORIZATION_DETAILS,
  ...DPOP,
  ...OPENID_REGISTRATION,
  ...OPENID_LOGOUT,
  ...JARM,
  ...CIBA,
  ...CLIENTELE,
  ...UMA,
  ...NFV,
  ...FAPI,
  ...FEDERATION,
  ...VERIFIABLE_PRESENTATIONS,
  ...METADATA_CHOICES,
};

/** The name of a member. */
export type MemberName = keyof typeof MEMBERS;

/** The environment variables by which the operator narrows members. */
export type NarrowingVariable = Extract<(typeof MEMBERS)[MemberName], { readonly narrowedBy: string }>['narrowedBy'];

/** A row of the table. A row that names an unknown member or variable does not compile. */
interface TableRow extends NamedRow {
  readonly name: MemberName;
  readonly narrowedBy?: NarrowingVariable;
  readonly sameAs?: MemberName;
  readonly needs?: MemberName;
  readonly chooses?: MemberName;
}

/** Every response begins with these members, in this order; the others follow in the order of {@link MEMBERS}. */
const FIRST: readonly MemberName[] = [
  'client_id',
  'client_secret',
  'client_secret_expires_at',
  'registration_access_token',
  'grant_types',
  'redirect_uris',
  'token_endpoint_auth_method',
  'response_types',
  'contacts',
  'update_datetime',
  'create_datetime',
  'client_id_issued_at',
  'token_expiration_time_seconds',
  'refresh_token_expiration_time_seconds',
  'scope',
  'jwks',
  'token_signed_response_alg',
  'token_encrypted_response_alg',
  'token_encrypted_response_enc',
  'post_logout_redirect_uris',
  'preferred_token_profile',
  'subject_type',
  'id_token_signed_response_alg',
  'backchannel_user_code_parameter',
  'frontchannel_logout_session_required',
  'backchannel_logout_session_required',
  'tls_client_certificate_bound_access_token',
  'application_type',
  'require_auth_time',
  'authorization_signed_response_alg',
  'authorization_data_types',
  'is_consent_disabled',
  'default_acr_values',
  'registration_client_uri',
];

const TABLE: { readonly [Name in MemberName]: Row & Omit<TableRow, 'name'> } = MEMBERS;

/** All rows, in the order of the response. */
export const METADATA_ROWS: readonly TableRow[] = [...new Set([...FIRST, ...(Object.keys(TABLE) as MemberName[])])].map(
  (name) => ({ ...TABLE[name], name }),
);

/** The rows of the members that a request may contain. */
export const SENT_ROWS = METADATA_ROWS.filter(({ issued }) => issued === undefined);

/** The feature that reads a member, or for a list the member that is chosen from it. */
export const featureOf = ({ feature, chooses }: NamedRow): OptionalFeature | undefined =>
  feature ?? (chooses === undefined ? undefined : TABLE[chooses as MemberName].feature);
