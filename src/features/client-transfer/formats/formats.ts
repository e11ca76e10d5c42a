import { AUTH0 } from './auth0.format';
import { CLIENTELE } from './clientele.format';
import { DUENDE } from './duende.format';
import { HYDRA } from './hydra.format';
import type { ImportFormat } from './import-format';
import { KEYCLOAK } from './keycloak.format';
import { NODE_OIDC_PROVIDER } from './node-oidc-provider.format';

/** The formats of files with clients. A new one is a file of this folder and a row here. */
export const IMPORT_FORMATS: readonly ImportFormat[] = [CLIENTELE, KEYCLOAK, HYDRA, NODE_OIDC_PROVIDER, DUENDE, AUTH0];
