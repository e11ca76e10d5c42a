import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Environment } from '../config/environment';
import { Replica } from './replica';

/**
 * Reads that may be behind by as much as replication takes: long lists, what is done again later anyway. They go to
 * `DATABASE_REPLICA_URLS` in turn, to the primary where there are none or none answers. Never what decides about
 * authentication, tokens, registrations or keys: all reads go to the primary unless they come here by name.
 */
@Injectable()
export class ReplicaReads implements OnApplicationShutdown {
  private readonly replicas: readonly Replica[];
  private turn = 0;

  constructor(
    @Inject(DataSource) private readonly primary: DataSource,
    { DATABASE_REPLICA_URLS }: Environment,
  ) {
    this.replicas = DATABASE_REPLICA_URLS.map((url) => new Replica(url, primary.options));
  }

  /** Runs `read`, which changes nothing: it runs once more, on the primary, when a replica fails. */
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
