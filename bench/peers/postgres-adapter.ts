import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { Pool } from 'pg';

/** As many as Clientele opens. */
const CONNECTIONS = 20;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS oidc_payload (
    model text NOT NULL,
    id text NOT NULL,
    payload jsonb NOT NULL,
    grant_id text,
    user_code text,
    uid text,
    expires_at timestamptz,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX IF NOT EXISTS oidc_payload_grant_id ON oidc_payload (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_payload_user_code ON oidc_payload (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_payload_uid ON oidc_payload (uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_payload_expires_at ON oidc_payload (expires_at) WHERE expires_at IS NOT NULL;
`;

/**
 * What an operator of node-oidc-provider writes for PostgreSQL: one row per artifact, its payload as jsonb, a pool, an
 * upsert. Every statement has a name, so that each connection prepares it once.
 */
export const postgresAdapter = async (url: string): Promise<AdapterFactory> => {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS });
  await pool.query(SCHEMA);
  return (model) => new PostgresAdapter(pool, model);
};

class PostgresAdapter implements Adapter {
  constructor(
    private readonly pool: Pool,
    private readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
    await this.pool.query({
      name: 'upsert',
      text: `INSERT INTO oidc_payload (model, id, payload, grant_id, user_code, uid, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
          user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`,
      values: [
        this.model,
        id,
        payload,
        payload.grantId ?? null,
        payload.userCode ?? null,
        payload.uid ?? null,
        expiresAt,
      ],
    });
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.findBy('id', id);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findBy('user_code', userCode);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findBy('uid', uid);
  }

  async consume(id: string): Promise<void> {
    await this.pool.query({
      name: 'consume',
      text: `UPDATE oidc_payload
        SET payload = jsonb_set(payload, '{consumed}', to_jsonb(floor(extract(epoch from now()))))
        WHERE model = $1 AND id = $2`,
      values: [this.model, id],
    });
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query({
      name: 'destroy',
      text: 'DELETE FROM oidc_payload WHERE model = $1 AND id = $2',
      values: [this.model, id],
    });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.pool.query({
      name: 'revoke',
      text: 'DELETE FROM oidc_payload WHERE grant_id = $1',
      values: [grantId],
    });
  }

  private async findBy(column: 'id' | 'user_code' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.pool.query<{ payload: AdapterPayload }>({
      name: `find by ${column}`,
      text: `SELECT payload FROM oidc_payload
        WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`,
      values: [this.model, value],
    });
    return rows[0]?.payload;
  }
}
