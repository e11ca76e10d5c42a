import { REGISTER_SCOPE } from '../../core/metadata/scope-tokens';
import type { Environment } from '../config/environment';
import { issuerOf } from '../config/issuer';
import { DEVELOPMENT_SECRET } from '../config/development-secret';
import { DEFAULT_REGISTRAR_SECRET } from '../config/weak-secrets';
import { describeDatabase } from '../database/data-source-options';

const EXAMPLE_CLIENT =
  '{"grant_types": ["client_credentials"], "scope": "openid profile", "redirect_uris": ["https://tmp.com"]}';

/** The text that is printed at start: the address, the database, and two commands to try the server. */
export const startupBanner = (environment: Environment): string => {
  const { HOST, PORT, DATABASE_URL, REGISTRATION_MODE, SERVE_DOCS, TLS_CERT } = environment;
  const issuer = issuerOf(environment);
  return [
    `Clientele listens on ${TLS_CERT === '' ? 'http' : 'https'}://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT} as ${issuer.identifier}`,
    `Data: ${describeDatabase(DATABASE_URL)}`,
    `Registration: ${REGISTRATION_MODE}`,
    '',
    'Paste these to obtain a token for the registration scope, then to register a client:',
    '',
    tokenCommand(environment),
    '',
    `curl -sS -w '\\n' ${issuer.registrationEndpoint} -H "Authorization: Bearer $ACCESS_TOKEN" -H 'Content-Type: application/json' -d '${EXAMPLE_CLIENT}'`,
    '',
    ...administratorLines(environment),
    ...(SERVE_DOCS ? [`Read it and try it in a browser: ${issuer.addressOf('/docs')}`] : []),
    `What it can do: ${issuer.addressOf('/.well-known/oauth-authorization-server')} - Ctrl-C stops it.`,
    '',
  ].join('\n');
};

/** The credentials of the administrator, if they were made for this start. */
const administratorLines = ({ ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET }: Environment): readonly string[] =>
  ADMIN_CLIENT_SECRET === DEVELOPMENT_SECRET
    ? [
        `Administrator until the next start: ADMIN_CLIENT_ID=${ADMIN_CLIENT_ID} ADMIN_CLIENT_SECRET=${ADMIN_CLIENT_SECRET}`,
      ]
    : [];

/** Prints the response and stores the token. A configured secret is not printed: the command takes it from the shell. */
const tokenCommand = (environment: Environment): string => {
  const { REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = environment;
  const isDefault = REGISTRAR_CLIENT_SECRET === DEFAULT_REGISTRAR_SECRET;
  const form = new URLSearchParams({
    client_id: REGISTRAR_CLIENT_ID,
    grant_type: 'client_credentials',
    ...(isDefault && { client_secret: REGISTRAR_CLIENT_SECRET }),
    scope: REGISTER_SCOPE,
  });
  const secret = isDefault ? '' : ' --data-urlencode "client_secret=$REGISTRAR_CLIENT_SECRET"';
  return `ACCESS_TOKEN=$(curl -sS -w '\\n' ${issuerOf(environment).tokenEndpoint} -d '${form.toString()}'${secret} | tee /dev/stderr | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')`;
};
