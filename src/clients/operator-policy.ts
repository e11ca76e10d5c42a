import { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { extensionMember } from '../core/metadata/extension-member';
import { type NamedRow, rowsOf } from '../core/metadata/metadata-row';
import type { OperatorPolicy } from '../core/metadata/operator-choice';
import { type AuthMethod, needsOf } from '../core/metadata/vocabulary';
import type { Environment } from '../platform/config/environment';

const LIMITS = new Map(rowsOf(ClientMetadata).map(({ name, is }) => [name, is.limitedBy]));

/** What the environment permits of what the code supports: one predicate for validation and discovery. */
export const operatorPolicy = (environment: Environment): OperatorPolicy => {
  const limits = { ...environment, AUTH_METHODS: usableAuthMethods(environment) };
  const limitOf = (member: string): readonly string[] | undefined => {
    const limit = LIMITS.get(member);
    return limit && limits[limit];
  };
  const permits = (member: string, value: string): boolean => limitOf(member)?.includes(value) ?? true;
  return {
    scopes: environment.SCOPES,
    defaultScopes: environment.DEFAULT_SCOPES,
    scopePolicy: environment.SCOPE_POLICY,
    privateUseSchemes: environment.PRIVATE_USE_SCHEMES,
    grantPolicy: environment.GRANT_POLICY,
    applicationTypePolicy: environment.APPLICATION_TYPE_POLICY,
    extensions: environment.METADATA_EXTENSIONS.map(extensionMember),
    permits,
    offers: ({ name, is }: NamedRow) => (is.supported ?? limitOf(name))?.filter((value) => permits(name, value)),
  };
};

/** Without certificates that reach this server, or authorities to trust, the methods that need them are not usable. */
const usableAuthMethods = (environment: Environment): readonly AuthMethod[] => {
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
export const seesCertificates = ({
  TLS_CERT,
  TLS_CLIENT_CERT_HEADER,
}: Pick<Environment, 'TLS_CERT' | 'TLS_CLIENT_CERT_HEADER'>): boolean =>
  TLS_CERT !== '' || TLS_CLIENT_CERT_HEADER !== '';
