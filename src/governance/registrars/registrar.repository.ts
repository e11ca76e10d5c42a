import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { BatchedReads } from '../../platform/database/batched-reads';
import { InsertStatement } from '../../platform/database/insert-statement';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { credentialsByPolicy, type CredentialsOfPolicy } from '../credentials-by-policy';
import { Registrar } from './registrar.entity';

/** Reads and writes registrars. */
@Injectable()
export class RegistrarRepository {
  private readonly reads: BatchedReads<Registrar>;
  private readonly inserts: InsertStatement<Registrar>;

  constructor(private readonly dataSource: DataSource) {
    this.reads = new BatchedReads(dataSource, Registrar, 'client_id');
    this.inserts = new InsertStatement(dataSource, Registrar);
  }

  /** The registrar with this identifier, as it stands in the database now. It shares a query with other requests. */
  find(client_id: string): Promise<Registrar | undefined> {
    return this.reads.find(client_id);
  }

  /** The policies that registrars have which may register clients at a moment. */
  byPolicy(at: Date): Promise<readonly CredentialsOfPolicy[]> {
    const isActive = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)';
    return credentialsByPolicy(this.dataSource, { table: 'registrars', id: 'client_id', isActive }, at);
  }

  /** Stores a new registrar. */
  insert(unit: UnitOfWork, registrar: Registrar): void {
    unit.add(this.inserts, registrar);
  }

  /** Revokes a registrar. */
  revoke(unit: UnitOfWork, client_id: string, revoked_at: Date): void {
    unit.addStep((manager) => manager.update(Registrar, { client_id }, { revoked_at }));
  }

  /** At most `most` registrars after this identifier, ordered by identifier. */
  after(client_id: string, most: number): Promise<Registrar[]> {
    const registrars = this.dataSource.getRepository(Registrar);
    return registrars.find({ where: { client_id: MoreThan(client_id) }, order: { client_id: 'ASC' }, take: most });
  }
}
