import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import DataLoader from 'dataloader';
import { type EntityManager, In, Repository } from 'typeorm';
import { affected, Transactions } from '../database/transactions';
import { ExpiringEntry } from './expiring-entry.entity';
import { Sweeper } from './sweeper';

/** What is remembered: identifiers of one purpose never meet those of another. */
export type Purpose = 'client-assertion' | 'dpop-proof' | 'software-statement' | 'revoked-token';

/** Identifiers seen by any node: what may be used once only, and what is revoked. Forgotten when they have expired. */
@Injectable()
export class ExpiringSet implements OnModuleInit, OnModuleDestroy {
  private readonly sweeper: Sweeper;
  private readonly reads = new DataLoader<readonly [Purpose, string], boolean, string>((keys) => this.readAll(keys), {
    cache: false,
  });

  constructor(
    @InjectRepository(ExpiringEntry) private readonly entries: Repository<ExpiringEntry>,
    private readonly transactions: Transactions,
  ) {
    this.sweeper = new Sweeper(transactions, 'expiring_entries');
  }

  onModuleInit(): void {
    this.sweeper.start();
  }

  onModuleDestroy(): void {
    this.sweeper.stop();
  }

  /** Adds an identifier until `expires_at`; gives `false` when some node added it before. */
  async add(purpose: Purpose, id: string, expires_at: Date): Promise<boolean> {
    return this.transactions.run((manager) => this.addWithin(manager, purpose, id, expires_at));
  }

  /** The same as part of a transaction: if that fails, the identifier was not added. */
  async addWithin(manager: EntityManager, purpose: Purpose, id: string, expires_at: Date): Promise<boolean> {
    const insert = 'INSERT INTO expiring_entries (purpose, id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
    return (await affected(manager, insert, [purpose, id, expires_at.getTime()])) > 0;
  }

  /** Whether an identifier was added; reads of one turn of the event loop share a query. */
  has(purpose: Purpose, id: string): Promise<boolean> {
    return this.reads.load([purpose, id]);
  }

  /** Forgets what has expired by `now`. */
  sweep(now?: Date): Promise<void> {
    return this.sweeper.sweep(now);
  }

  /** By purpose first, as the primary key is: an identifier alone would be looked for in all of them. */
  private async readAll(keys: readonly (readonly [Purpose, string])[]): Promise<boolean[]> {
    const found = await this.entries.findBy(
      [...new Set(keys.map(([purpose]) => purpose))].map((purpose) => ({ purpose, id: In(idsOf(purpose, keys)) })),
    );
    const known = new Set(found.map(({ purpose, id }) => `${purpose} ${id}`));
    return keys.map(([purpose, id]) => known.has(`${purpose} ${id}`));
  }
}

const idsOf = (purpose: Purpose, keys: readonly (readonly [Purpose, string])[]): string[] => [
  ...new Set(keys.flatMap(([of, id]) => (of === purpose ? [id] : []))),
];
