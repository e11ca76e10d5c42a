import { isObject } from '../../../core/json/json';
import { type AdmittingPolicy, CLIENT_STATUSES, type StatusChange } from '../../../clients/client.entity';
import type { StoredSecret } from '../../../platform/secrets/secret-vault.service';
import { ClientDraft, textAt } from './client-draft';
import type { ImportFormat } from './import-format';
import { as, leftOut, partOf, readMembers, type SourceMember, type SourceMembers } from './source-member';

type Column = 'created_at' | 'updated_at' | 'last_used_at';

const moment = (column: Column): SourceMember =>
  as('itself', (draft, value, name) => {
    const at = new Date(String(value));
    if (Number.isNaN(at.getTime())) draft.fault(name, value, 'must be a moment of ISO 8601');
    else draft.columns[column] = at;
  });

const text = (column: 'software_instance' | 'registration_hash'): SourceMember =>
  as('itself', (draft, value) => {
    draft.columns[column] = String(value);
  });

const CREDENTIALS: SourceMembers = {
  keys: as('the proof that the hashes are those of the present `SECRET_KEYS`', (draft, value) => {
    if (isObject(value)) Object.assign(draft.keyChecks, value);
  }),
  client_secrets: as('itself', (draft, value, name) => {
    for (const stored of secretsIn(draft, value, name)) draft.secrets.push({ stored });
  }),
  registration_access_tokens: as('itself', (draft, value, name) => {
    draft.registration_access_tokens.push(...secretsIn(draft, value, name));
  }),
};

const secretsIn = (draft: ClientDraft, value: unknown, name: string): StoredSecret[] => {
  const secrets = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const valid = secrets.filter(isStoredSecret);
  if (valid.length < secrets.length) draft.fault(name, undefined, 'must be as clients export writes it');
  return valid;
};

const isStoredSecret = (value: unknown): value is StoredSecret =>
  isObject(value) &&
  typeof value['hash'] === 'string' &&
  ['string', 'undefined'].includes(typeof value['sealed']) &&
  ['number', 'undefined'].includes(typeof value['expires_at']);

/** The members of a line of `clients export`. */
const CLIENTELE_MEMBERS: SourceMembers = {
  client_id: partOf('`client_id`'),
  status: as('itself', (draft, value, name) => {
    const status = CLIENT_STATUSES.find((one) => one === value);
    if (status) draft.columns.status = status;
    else draft.fault(name, value, `must be one of ${CLIENT_STATUSES.join(', ')}`);
  }),
  status_change: as('itself', (draft, value) => {
    draft.columns.status_change = value as StatusChange;
  }),
  policies: as('itself; a policy that is not there breaks a rule', (draft, value) => {
    draft.columns.policies = Array.isArray(value) ? value.filter(isPolicy) : null;
  }),
  initial_access_token: as('the lineage: its count of clients does not change', (draft, value) => {
    Object.assign(draft.origin, { initial_access_token: String(value) });
  }),
  registrar: as('the lineage: its count of clients does not change', (draft, value) => {
    Object.assign(draft.origin, { registrar: String(value) });
  }),
  lineage: as('itself', (draft, value) => {
    if (isObject(value)) draft.columns.lineage = value;
  }),
  software_instance: text('software_instance'),
  registration_hash: text('registration_hash'),
  created_at: moment('created_at'),
  updated_at: moment('updated_at'),
  last_used_at: moment('last_used_at'),
  version: as('itself', (draft, value) => {
    if (Number.isSafeInteger(value)) draft.columns.version = value as number;
  }),
  metadata: as('each member of client metadata', (draft, value, name) => {
    if (isObject(value)) Object.assign(draft.metadata, value);
    else draft.fault(name, value, 'must be an object');
  }),
  credentials: as('the credentials, with the same `SECRET_KEYS` only', (draft, value, name) => {
    if (isObject(value)) readMembers(draft, value, CREDENTIALS, `${name}.`);
  }),
  origin: leftOut('only clients of registrations are exported', ['registration']),
};

const isPolicy = (value: unknown): value is AdmittingPolicy => isObject(value) && typeof value['name'] === 'string';

/** The own format: lines of `clients export`. */
export const CLIENTELE: ImportFormat = {
  name: 'clientele',
  product: 'Clientele',
  lists: [],
  members: CLIENTELE_MEMBERS,
  parts: { credentials: CREDENTIALS },
  read: (entry) => {
    const draft = new ClientDraft();
    draft.client_id = textAt(entry, 'client_id');
    readMembers(draft, entry, CLIENTELE_MEMBERS);
    return draft;
  },
};
