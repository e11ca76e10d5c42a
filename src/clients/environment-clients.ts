import { DEVELOPMENT_SECRET } from '../platform/config/development-secret';
import type { EnvironmentClients } from './client-options';

type Variables = Readonly<
  Record<'REGISTRAR_CLIENT_ID' | 'REGISTRAR_CLIENT_SECRET' | 'ADMIN_CLIENT_ID' | 'ADMIN_CLIENT_SECRET', string>
>;

/** The clients that the environment defines. Without `ADMIN_CLIENT_SECRET` there is no administrator. */
export const environmentClients = (variables: Variables): EnvironmentClients => {
  const { ADMIN_CLIENT_ID: client_id, ADMIN_CLIENT_SECRET: client_secret } = variables;
  return {
    registrar: { client_id: variables.REGISTRAR_CLIENT_ID, client_secret: variables.REGISTRAR_CLIENT_SECRET },
    ...(client_secret !== '' && {
      administrator: { client_id, client_secret, isMade: client_secret === DEVELOPMENT_SECRET },
    }),
  };
};
