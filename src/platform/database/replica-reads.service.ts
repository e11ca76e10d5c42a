import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Environment } from '../config/environment';
import { Replica } from './replica';

/**
 * Reads for which the delay of replication does not matter: long lists, and those that a task repeats later. They use
 * the replicas of `DATABASE_REPLICA_URLS` in turn, or the primary if no replica answers without an error. Reads that decide about
 * authentication, tokens, registrations or keys do not use this class; they use the primary.
 */
@Injectable()
export class ReplicaReadsService implements OnApplicationShutdown {
  private readonly replicas: readonly Replica[];
  private turn = 0;

  constructor(
    @Inject(DataSource) private readonly primary: DataSource,
    { DATABASE_REPLICA_URLS }: Environment,
  ) {
    this.replicas = DATABASE_REPLICA_URLS.map((url) => new Replica(url, primary.options));
  }

  /** Runs `read`, which must not write: it runs again, on the primary, if a replica fails. */
  async run<Result>(read: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    this.turn += 1;
    const inTurn = this.replicas.map((_, index) => this.replicas[(index + this.turn) % this.replicas.length]);
    const replica = inTurn.find((one) => one?.isInUse);
    const outcome = await replica?.attempt(read);
    return outcome ? outcome.result : read(this.primary.manager);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}
