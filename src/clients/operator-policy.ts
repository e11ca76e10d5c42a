import { extensionMember } from '../core/metadata/extension-member';
import type { NamedRow } from '../core/metadata/metadata-row';
import { METADATA_ROWS, type NarrowingVariable } from '../core/metadata/metadata-table';
import type { OperatorPolicy } from '../core/metadata/operator-policy';
import { type AuthMethod, needsOf } from '../core/metadata/vocabulary';
import type { MetadataExtension } from '../platform/config/metadata-extensions';

/** The variables that say whether certificates of clients reach this server. */
interface CertificateVariables {
  readonly TLS_CERT: string;
  readonly TLS_CLIENT_CERT_HEADER: string;
}

/** The variables by which the operator permits what clients may register. */
interface PermissionVariables
  extends
    CertificateVariables,
    Readonly<Record<Exclude<NarrowingVariable, 'AUTH_METHODS'>, readonly string[]>>,
    Readonly<Record<'SCOPES' | 'DEFAULT_SCOPES' | 'PRIVATE_USE_SCHEMES', readonly string[]>> {
  readonly AUTH_METHODS: readonly AuthMethod[];
  readonly SCOPE_POLICY: OperatorPolicy['scopePolicy'];
  readonly GRANT_POLICY: OperatorPolicy['grantPolicy'];
  readonly APPLICATION_TYPE_POLICY: OperatorPolicy['applicationTypePolicy'];
  readonly METADATA_EXTENSIONS: readonly MetadataExtension[];
  readonly TLS_CLIENT_CA: string;
  readonly REQUEST_OBJECTS: 'on' | 'off';
  readonly SIGN_IN_UPSTREAMS: { readonly length: number };
}

/** The variables by which the operator narrows members, by the name of the member. */
const VARIABLES = new Map<string, NarrowingVariable | undefined>(
  METADATA_ROWS.map(({ name, narrowedBy }) => [name, narrowedBy]),
);

/** What the environment permits of the values that the code supports: one predicate for validation and discovery. */
export const operatorPolicy = (environment: PermissionVariables): OperatorPolicy => {
  const lists: Readonly<Record<NarrowingVariable, readonly string[]>> = {
    ...environment,
    AUTH_METHODS: usableAuthMethods(environment),
  };
  const permittedValues = (member: string): readonly string[] | undefined => {
    const variable = VARIABLES.get(member);
    return variable && lists[variable];
  };
  const signsUsersIn = environment.SIGN_IN_UPSTREAMS.length > 0;
  const permits = (member: string, value: string): boolean =>
    (permittedValues(member)?.includes(value) ?? true) && !(signsUsersIn && isUnsigned(member, value));
  return {
    scopes: environment.SCOPES,
    defaultScopes: environment.DEFAULT_SCOPES,
    scopePolicy: environment.SCOPE_POLICY,
    privateUseSchemes: environment.PRIVATE_USE_SCHEMES,
    grantPolicy: environment.GRANT_POLICY,
    applicationTypePolicy: environment.APPLICATION_TYPE_POLICY,
    extensions: environment.METADATA_EXTENSIONS.map(extensionMember),
    permits,
    // A server beside this one may have all features; this one has one of them.
    has: (feature) => !signsUsersIn || (feature === 'request objects' && environment.REQUEST_OBJECTS === 'on'),
    offers: ({ name, is }: NamedRow) =>
      (is.supported ?? permittedValues(name))?.filter((value) => permits(name, value)),
  };
};

/** RFC 9101 section 10.8 leaves unsigned request objects to the server: this one refuses them. */
const isUnsigned = (member: string, value: string): boolean =>
  member === 'request_object_signing_alg' && value === 'none';

/** Without certificates that reach this server, or authorities to trust, the methods that need them are not usable. */
const usableAuthMethods = (environment: PermissionVariables): readonly AuthMethod[] => {
  const isSeen = seesCertificates(environment);
  const isUsable = {
    trusted: isSeen && environment.TLS_CLIENT_CA !== '',
    any: isSeen,
  };
  return environment.AUTH_METHODS.filter((method) => {
    const { certificate } = needsOf(method);
    return certificate === undefined || isUsable[certificate];
  });
};

/** Whether certificates of clients reach this server: on its own TLS connections, or in a header of its proxy. */
export const seesCertificates = ({ TLS_CERT, TLS_CLIENT_CERT_HEADER }: CertificateVariables): boolean =>
  TLS_CERT !== '' || TLS_CLIENT_CERT_HEADER !== '';
