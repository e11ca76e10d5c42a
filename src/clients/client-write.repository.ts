import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { InsertStatement } from '../platform/database/insert-statement';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UpdateStatement } from '../platform/database/update-statement';
import { Client } from './client.entity';
import type { SecretsOfClient } from './client.repository';
import { ReservedValueRepository } from './reserved-values/reserved-value.repository';
import { asStored, keyVersionsOf } from './key-versions';
import { StaleClient } from './stale-client';
import { UseStatement } from './use.statement';

/** The columns that may change once a client is registered. */
export type ClientChange = Partial<
  Pick<
    Client,
    | 'status'
    | 'status_change'
    | 'software_instance'
    | 'policies'
    | 'lineage'
    | 'consent_disabled_at'
    | 'metadata'
    | 'client_secrets'
    | 'registration_access_tokens'
    | 'updated_at'
    | 'version'
  >
>;

/** The statements that write clients, for `ClientsService` alone. */
@Injectable()
export class ClientWriteRepository {
  private readonly inserts: InsertStatement<Client>;
  private readonly updates: UpdateStatement<Client>;
  private readonly uses = new UseStatement();

  constructor(
    dataSource: DataSource,
    private readonly reserved: ReservedValueRepository,
  ) {
    this.inserts = new InsertStatement(dataSource, Client);
    this.updates = new UpdateStatement(dataSource, Client);
  }

  /** Inserts a client. The unit fails with `ValueTaken` if another client has a value that only one may have. */
  insert(unit: UnitOfWork, client: Client): void {
    unit.add(this.inserts, asStored(client));
    this.reserved.reserve(unit, client);
  }

  /**
   * Writes a change and returns the stored client. A client with other metadata or another status is not one that equal
   * registrations get. The unit fails with {@link StaleClient} if the client has another revision, and with `ValueTaken`.
   */
  update<Read extends SecretsOfClient>(unit: UnitOfWork, client: Read, change: ClientChange): Read {
    const { client_id, revision } = client;
    const key_versions = keyVersionsOf({ ...client, ...change });
    const isOther = change.metadata !== undefined || change.status !== undefined;
    const next = { ...change, ...(isOther && { registration_hash: null }), key_versions, revision: revision + 1 };
    unit.add(this.updates, { where: { client_id, revision }, set: next }, () => new StaleClient());
    this.reserved.change(unit, client, next);
    return Object.assign(new Client(), client, next);
  }

  /** Deletes a client. The unit fails with {@link StaleClient}. */
  delete(unit: UnitOfWork, client: Client): void {
    const { client_id, revision } = client;
    unit.addStep(async (manager) => {
      const { affected } = await manager.delete(Client, { client_id, revision });
      if (!affected) throw new StaleClient();
    });
    this.reserved.release(unit, client);
  }

  /**
   * Deletes a client if it was not used since it was read. The unit fails with {@link StaleClient} otherwise, or if the
   * client has another revision.
   */
  deleteUnused(unit: UnitOfWork, client: Client): void {
    const { client_id, revision, last_used_at } = client;
    const used = last_used_at?.getTime();
    const isUnused = used === undefined ? 'last_used_at IS NULL' : 'last_used_at = :used';
    unit.addStep(async (manager) => {
      const statement = manager.createQueryBuilder().delete().from(Client);
      statement.where(`client_id = :client_id AND revision = :revision AND ${isUnused}`, { client_id, revision, used });
      const { affected } = await statement.execute();
      if (!affected) throw new StaleClient();
    });
    this.reserved.release(unit, client);
  }

  /** Writes that a client is used now. The unit fails with {@link StaleClient} if the client is gone. */
  use(unit: UnitOfWork, client_id: string): void {
    unit.add(this.uses, client_id, () => new StaleClient());
  }

  /** Writes when clients were last in use. Their revision stays the same. */
  setLastUsed(unit: UnitOfWork, client_ids: readonly string[], last_used_at: Date): void {
    unit.addStep((manager) => manager.update(Client, { client_id: In([...client_ids]) }, { last_used_at }));
  }

  /** Writes a client of the environment. It depends on no key, because each start writes it again. */
  putOfEnvironment(unit: UnitOfWork, client: Client): void {
    unit.addStep((manager) => manager.upsert(Client, { ...client, key_versions: '' } as object, ['client_id']));
  }

  /** Deletes the clients that an earlier environment defined. */
  deleteOthersOfEnvironment(unit: UnitOfWork, client_ids: readonly string[]): void {
    unit.addStep((manager) =>
      manager
        .createQueryBuilder()
        .delete()
        .from(Client)
        .where("origin = 'environment' AND client_id NOT IN (:...client_ids)", { client_ids })
        .execute(),
    );
  }
}
