import { AdministrationEnvironment } from './sections/administration.environment';
import { AuditEnvironment } from './sections/audit.environment';
import { ClientMetadataEnvironment } from './sections/client-metadata.environment';
import { CorsEnvironment } from './sections/cors.environment';
import { DatabaseEnvironment } from './sections/database.environment';
import { ExternalEndpointsEnvironment } from './sections/external-endpoints.environment';
import { KeysEnvironment } from './sections/keys.environment';
import { LoadLimitsEnvironment } from './sections/load-limits.environment';
import { ManagementEnvironment } from './sections/management.environment';
import { OperationsEnvironment } from './sections/operations.environment';
import { OutboundEnvironment } from './sections/outbound.environment';
import { PoliciesEnvironment } from './sections/policies.environment';
import { RateLimitsEnvironment } from './sections/rate-limits.environment';
import { RegistrationEnvironment } from './sections/registration.environment';
import { ScopesEnvironment } from './sections/scopes.environment';
import { ServerEnvironment } from './sections/server.environment';
import { SignInEnvironment } from './sections/sign-in.environment';
import { SoftwareStatementsEnvironment } from './sections/software-statements.environment';
import { TlsEnvironment } from './sections/tls.environment';
import { TokensEnvironment } from './sections/tokens.environment';

/** The sections of the configuration, in the order of `.env.example`. A class in `sections` declares the variables of each. */
export const SECTIONS = [
  ServerEnvironment,
  TlsEnvironment,
  DatabaseEnvironment,
  KeysEnvironment,
  RegistrationEnvironment,
  AdministrationEnvironment,
  PoliciesEnvironment,
  SoftwareStatementsEnvironment,
  ScopesEnvironment,
  ClientMetadataEnvironment,
  ManagementEnvironment,
  TokensEnvironment,
  SignInEnvironment,
  ExternalEndpointsEnvironment,
  CorsEnvironment,
  OutboundEnvironment,
  RateLimitsEnvironment,
  LoadLimitsEnvironment,
  AuditEnvironment,
  OperationsEnvironment,
] as const;

type IntersectionOf<Classes> = Classes extends readonly [new () => infer First, ...infer Others]
  ? First & IntersectionOf<Others>
  : unknown;

/** The properties of all sections, as a type alone: `readEnvironment` sets them. */
const Variables = Object as unknown as new () => IntersectionOf<typeof SECTIONS>;

/** The whole configuration: one property is one variable. `readEnvironment` makes it, frozen. */
export class Environment extends Variables {}
