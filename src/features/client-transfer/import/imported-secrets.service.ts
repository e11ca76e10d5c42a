import { Injectable } from '@nestjs/common';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import { symmetricAlgsOf } from '../../../core/metadata/symmetric-members';
import { needsOf } from '../../../core/metadata/vocabulary';
import { secretOctetsOf } from '../../../core/jose/algorithms';
import type { PolicyRules } from '../../../core/policy-document/policy-rules';
import { secretRequirements } from '../../../clients/secret-requirements';
import { hashFaultOf, isForeign } from '../../../platform/secrets/foreign-hashes/foreign-hash';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { isLive, SecretVaultService, type StoredSecret } from '../../../platform/secrets/secret-vault.service';
import type { ClientDraft, ImportedSecret, ImportNote } from '../formats/client-draft';

/** The credentials of an imported client, and what is said about them. */
export interface ImportedCredentials {
  readonly client_secrets: StoredSecret[];
  readonly registration_access_tokens: StoredSecret[];
  readonly notes: readonly ImportNote[];
}

const MOST_SECRETS = 2;
const SECRET = 'client_secret';

/** Turns the secrets of a file into those that this server stores. */
@Injectable()
export class ImportedSecretsService {
  constructor(
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The credentials of a client with these metadata. `effect` is that of a hash which this server does not accept, and of
   * hashes under other keys than those of `SECRET_KEYS`. `rules` are those of the policy that the clients must keep.
   */
  of(
    draft: ClientDraft,
    metadata: StoredMetadata,
    effect: 'refused' | 'left out',
    rules: PolicyRules = {},
  ): ImportedCredentials {
    const notes: ImportNote[] = [];
    const isReadable = this.hasKeysOf(draft);
    const reason =
      'they must have been hashed under the present SECRET_KEYS; set those of the server that exported them';
    if (!isReadable) notes.push({ member: 'credentials', effect, reason });
    const secrets = this.secretsOf(draft, metadata, isReadable ? draft.secrets : [], effect, notes);
    return {
      client_secrets: expiring(secrets, rules, notes),
      registration_access_tokens: isReadable ? [...draft.registration_access_tokens] : [],
      notes,
    };
  }

  private secretsOf(
    { client_id }: ClientDraft,
    metadata: StoredMetadata,
    given: readonly ImportedSecret[],
    effect: 'refused' | 'left out',
    notes: ImportNote[],
  ): StoredSecret[] {
    const { isNeeded, isClear } = secretRequirements(metadata);
    const leaveOut = (reason: string): void => void notes.push({ member: SECRET, effect: 'left out', reason });
    if (!isNeeded) {
      if (given.length > 0) leaveOut(`a client of ${metadata.token_endpoint_auth_method} has no secret here`);
      return [];
    }
    const usable = given.filter((secret) => {
      const fault = faultOf(secret);
      if (fault !== undefined) notes.push({ member: SECRET, effect, reason: `its hash ${fault}` });
      return fault === undefined;
    });
    const kept = usable.map((secret) => this.stored(secret, isClear ? client_id : undefined));
    const live = kept.filter((secret) => isLive(secret));
    if (live.length < kept.length) leaveOut('it has expired');
    if (live.length > MOST_SECRETS)
      leaveOut(`a client has ${MOST_SECRETS} secrets at most here; the first ones are kept`);
    const secrets = live.slice(0, MOST_SECRETS);
    noteUses(metadata, usable, secrets, notes);
    if (secrets.length > 0) return secrets;
    if (notes.every((note) => note.effect !== 'refused'))
      leaveOut('the file has none that is valid; clients rotate-secret makes a new one');
    // A secret that nobody knows: the client is one that has a secret, which can be rotated.
    return [this.vault.keep(this.vault.generate(), isClear ? client_id : undefined)];
  }

  private stored(secret: ImportedSecret, owner: string | undefined): StoredSecret {
    if ('stored' in secret) return secret.stored;
    const { expires_at } = secret;
    const kept = 'clear' in secret ? this.vault.keep(secret.clear, owner) : { hash: secret.hash };
    return { ...kept, ...(expires_at !== undefined && { expires_at }) };
  }

  /** Hashes under other keys cannot be recognised: the file proves its keys by a hash of the identifier. */
  private hasKeysOf({ client_id, secrets, registration_access_tokens, keyChecks }: ClientDraft): boolean {
    const stored = secrets.flatMap((secret) => ('stored' in secret ? [secret.stored] : []));
    const made = [...stored, ...registration_access_tokens].flatMap(({ hash, sealed }) => [hash, sealed ?? hash]);
    const keyed = made.filter((hash) => !isForeign(hash));
    return keyed.every((hash) => {
      const check = keyChecks[hash.slice(0, hash.indexOf('.'))];
      return typeof check === 'string' && this.ring.isHashOf(check, client_id);
    });
  }
}

/** The secrets with the expiry that `client_secret_lifetime` of a policy gives them from now on, unless theirs is sooner. */
const expiring = (
  secrets: StoredSecret[],
  { client_secret_lifetime }: PolicyRules,
  notes: ImportNote[],
): StoredSecret[] => {
  if (client_secret_lifetime === undefined) return secrets;
  const expires_at = Math.floor(Date.now() / 1000) + client_secret_lifetime;
  const isLater = (secret: StoredSecret): boolean => (secret.expires_at ?? Infinity) > expires_at;
  const reason = `the policy lets a secret expire after ${client_secret_lifetime} seconds`;
  if (secrets.some(isLater)) notes.push({ member: 'client_secret_expires_at', effect: 'changed', reason });
  return secrets.map((secret) => (isLater(secret) ? { ...secret, expires_at } : secret));
};

const faultOf = (secret: ImportedSecret): string | undefined => {
  const hash = 'hash' in secret ? secret.hash : 'stored' in secret ? secret.stored.hash : undefined;
  return hash !== undefined && isForeign(hash) ? hashFaultOf(hash) : undefined;
};

/** Says which uses of a secret its form does not permit. */
const noteUses = (
  metadata: StoredMetadata,
  given: readonly ImportedSecret[],
  secrets: readonly StoredSecret[],
  notes: ImportNote[],
): void => {
  const { token_endpoint_auth_method: method } = metadata;
  const isKey = needsOf(method).secret === 'key';
  if (secrets.length > 0 && secretRequirements(metadata).isClear && secrets.some(({ sealed }) => sealed === undefined))
    notes.push({
      member: SECRET,
      effect: 'changed',
      reason: isKey
        ? `${method} needs the secret itself and the file has its hash; clients rotate-secret makes a new one`
        : 'its use as a key needs the secret itself and the file has its hash; it works from the first authentication on',
    });
  const octets = Math.max(0, ...symmetricAlgsOf(metadata).map(({ alg }) => secretOctetsOf(alg)));
  if (given.some((secret) => 'clear' in secret && Buffer.byteLength(secret.clear) < octets))
    notes.push({
      member: SECRET,
      effect: 'changed',
      reason: `it is shorter than the ${octets} octets that its algorithm needs; clients rotate-secret makes a longer one`,
    });
};
