import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sha256OfParts } from '../../../core/hash/sha256';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { ImportPlace } from './import-place.entity';
import type { ImportOptions } from './import-options';

/** Stores how far the import of each file is. */
@Injectable()
export class ImportPlaceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The identifier of an import: the same file, imported in the same way, goes on where it was interrupted. */
  idOf({ digest, format, policy = '', leavesOut, updates }: ImportOptions): string {
    return sha256OfParts([digest, format.name, policy, leavesOut, updates]);
  }

  /** How many entries are done; 0 for an import that was not interrupted. */
  async done(id: string): Promise<number> {
    return (await this.dataSource.getRepository(ImportPlace).findOneBy({ id }))?.done ?? 0;
  }

  /** Stores in a unit that so many entries are done. */
  store(unit: UnitOfWork, id: string, done: number): void {
    unit.addStep((manager) => manager.upsert(ImportPlace, { id, done, updated_at: new Date() }, ['id']));
  }

  /** Forgets an import that is complete, so that the next one reads the file from its beginning. */
  forget(unit: UnitOfWork, id: string): void {
    unit.addStep((manager) => manager.delete(ImportPlace, { id }));
  }
}
