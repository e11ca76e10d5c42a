import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../../clients/client.entity';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import { isForeign } from '../../../platform/secrets/foreign-hashes/foreign-hash';
import type { KeyRing } from '../../../platform/secrets/key-ring';
import type { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { ClientDraft, ImportedSecret } from '../formats/client-draft';
import type { PlannedClient } from './import-planner.service';
import { statusAfterImport } from './status-after-import';

/** Whether a client that is there is the one that a file has, so that nothing has to be written. */
export const isSameClient = (
  present: Client,
  { client, text, draft }: PlannedClient,
  { vault, ring }: { vault: SecretVaultService; ring: KeyRing },
): boolean => {
  const digest = present.lineage?.import?.digest;
  if (digest !== undefined && ring.isHashOf(digest, text)) return true;
  return (
    present.status === statusAfterImport(present, draft.columns.status ?? 'active') &&
    isDeepStrictEqual(present.metadata, asStored(client.metadata)) &&
    hasSecretsOf(present, draft, vault)
  );
};

/** Metadata as the database gives them: without members that are undefined. */
const asStored = (metadata: StoredMetadata): unknown => JSON.parse(JSON.stringify(metadata));

/** Whether a client has each secret of a draft, as far as that can be known. */
export const hasSecretsOf = (present: Client, { secrets }: ClientDraft, vault: SecretVaultService): boolean =>
  secrets.every((secret) => hasSecret(present, secret, vault));

const hasSecret = ({ client_secrets }: Client, secret: ImportedSecret, vault: SecretVaultService): boolean => {
  if ('clear' in secret) return vault.matches(secret.clear, client_secrets);
  if ('stored' in secret) return client_secrets.some(({ hash }) => hash === secret.stored.hash);
  // Its first use may have replaced the hash by a keyed one, which cannot be compared.
  return client_secrets.some(({ hash }) => hash === secret.hash || !isForeign(hash));
};
