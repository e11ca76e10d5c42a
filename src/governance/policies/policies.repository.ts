import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { BatchedReads } from '../../platform/database/batched-reads';
import { Policy } from './policy.entity';
import { PolicyVersion } from './policy-version.entity';

/** Reads and writes policies. */
@Injectable()
export class PoliciesRepository {
  private readonly reads: BatchedReads<Policy>;

  constructor(private readonly dataSource: DataSource) {
    this.reads = new BatchedReads(dataSource, Policy, 'name');
  }

  /** The number of the newest version, as it stands in the database now. It shares a query with other requests. */
  async newestVersion(name: string): Promise<number | undefined> {
    return (await this.reads.find(name))?.version;
  }

  /** The names of the first policies, in their order. */
  async firstNames(most: number): Promise<readonly string[]> {
    const all = { where: { name: MoreThan('') }, order: { name: 'ASC' } } as const;
    const policies = await this.dataSource.getRepository(Policy).find({ ...all, take: most });
    return policies.map(({ name }) => name);
  }

  /** The names of all policies, in their order. */
  async names(): Promise<readonly string[]> {
    const policies = await this.dataSource.getRepository(Policy).find({ order: { name: 'ASC' } });
    return policies.map(({ name }) => name);
  }

  /** A version of a policy. */
  async find(name: string, version: number): Promise<PolicyVersion | undefined> {
    return (await this.dataSource.getRepository(PolicyVersion).findOneBy({ name, version })) ?? undefined;
  }

  /** All policies in their newest version, by name. */
  newestOfAll(): Promise<PolicyVersion[]> {
    const versions = this.dataSource.getRepository(PolicyVersion).createQueryBuilder('version');
    const isNewest = 'policy.name = version.name AND policy.version = version.version';
    return versions.innerJoin(Policy, 'policy', isNewest).orderBy('version.name').getMany();
  }

  /** The newest versions of the first policies after this name, by name. */
  newestAfter(name: string, most: number): Promise<PolicyVersion[]> {
    const versions = this.dataSource.getRepository(PolicyVersion).createQueryBuilder('version');
    const isNewest = 'policy.name = version.name AND policy.version = version.version';
    return versions
      .innerJoin(Policy, 'policy', isNewest)
      .where('policy.name > :name AND version.name > :name', { name })
      .orderBy('policy.name')
      .limit(most)
      .getMany();
  }

  /** The first versions of a policy after this number, without their documents. */
  versionsAfter(name: string, version: number, most: number): Promise<Omit<PolicyVersion, 'document'>[]> {
    return this.dataSource.getRepository(PolicyVersion).find({
      select: { name: true, version: true, content_hash: true, created_at: true },
      where: { name, version: MoreThan(version) },
      order: { version: 'ASC' },
      take: most,
    });
  }

  /** All versions of all policies without their documents, by name and version. */
  versions(): Promise<Omit<PolicyVersion, 'document'>[]> {
    return this.dataSource.getRepository(PolicyVersion).find({
      select: { name: true, version: true, content_hash: true, created_at: true },
      order: { name: 'ASC', version: 'ASC' },
    });
  }

  /** The newest version of a policy. */
  newest(name: string): Promise<PolicyVersion | undefined> {
    return this.newestWithin(this.dataSource.manager, name);
  }

  /** The newest version of a policy, read within a transaction. */
  async newestWithin(manager: EntityManager, name: string): Promise<PolicyVersion | undefined> {
    const [newest] = await manager.find(PolicyVersion, { where: { name }, order: { version: 'DESC' }, take: 1 });
    return newest;
  }

  /** Adds a version, and makes it the newest. Throws `QueryFailedError` if another node has added it meanwhile. */
  async add(manager: EntityManager, version: PolicyVersion): Promise<void> {
    await manager.createQueryBuilder().insert().into<object>(PolicyVersion).values(version).execute();
    await manager.upsert(Policy, { name: version.name, version: version.version }, ['name']);
  }
}
