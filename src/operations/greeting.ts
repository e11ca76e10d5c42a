import type { Environment } from '../config/environment';
import { describeDatabase } from '../database/data-source-options';

const SEED_CLIENT =
  '{"grant_types": ["client_credentials"], "scope": "openid profile", "redirect_uris": ["https://tmp.com"]}';

/** What is printed at start: where the server listens, on which database, and two commands to try it with. */
export const greeting = (environment: Environment): string => {
  const { ISSUER, HOST, PORT, DATABASE_URL, REGISTRAR_CLIENT_ID, REGISTRAR_CLIENT_SECRET } = environment;
  const secret = REGISTRAR_CLIENT_SECRET === 'password' ? REGISTRAR_CLIENT_SECRET : '$REGISTRAR_CLIENT_SECRET';
  const form = `client_id=${REGISTRAR_CLIENT_ID}&grant_type=client_credentials&client_secret=${secret}&scope=register`;
  return [
    `Clientele listens on http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT} as ${ISSUER}`,
    `Data: ${describeDatabase(DATABASE_URL)}`,
    '',
    'Obtain a token for the registration scope, then register a client:',
    '',
    `ACCESS_TOKEN=$(curl -s ${ISSUER}/token -d "${form}" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    '',
    `curl -s ${ISSUER}/register -H "Authorization: Bearer $ACCESS_TOKEN" -H 'Content-Type: application/json' -d '${SEED_CLIENT}'`,
    '',
  ].join('\n');
};
