import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aKeyHolder, type KeyHolder } from './open-banking-keys';
import { DIRECTORY, openBankingStory } from './open-banking-story';
import { playStory } from './play-story';

/** What a bank sets that registers third parties by statements of a directory, as docs/CLIENTS.md has it. */
const variablesOf =
  (directory: KeyHolder) =>
  async (folder: string): Promise<Readonly<Record<string, string>>> => {
    const keys = join(folder, 'directory.json');
    await writeFile(keys, JSON.stringify({ keys: [directory.publicKey] }));
    return {
      REGISTRATION_MODE: 'open',
      OPEN_REGISTRATION_POLICY: 'none', // the statement decides, and third parties obtain tokens for themselves
      REQUIRE_SOFTWARE_STATEMENT: 'true',
      SCOPES: 'openid accounts payments',
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
        [DIRECTORY]: { jwks_file: keys, request: 'jwt', scopes: ['openid', 'accounts'] },
      }),
    };
  };

const main = async (): Promise<void> => {
  const [directory, thirdParty, copier] = await Promise.all([aKeyHolder(), aKeyHolder(), aKeyHolder()]);
  playStory({
    scenes: (issuer) => openBankingStory(issuer, { directory, thirdParty, copier }),
    variables: variablesOf(directory),
  });
};

void main();
