import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Check, type CheckDescription, Examines } from './check';
import { ExaminedDatabase } from './examined-database';
import { failure, type Finding, note, reasonOf } from './finding';

/** A finding, and the name of the check that found it. */
export interface NamedFinding extends Finding {
  readonly check: string;
}

interface FoundCheck extends CheckDescription {
  readonly check: Check;
}

/** Examines an installation by all checks: providers with {@link Examines}, in the order of their module. */
@Injectable()
export class DoctorService {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly database: ExaminedDatabase,
  ) {}

  /** The findings of each check, as soon as it has ended. A check that fails is a finding too. */
  async *examine(): AsyncGenerator<NamedFinding, undefined> {
    for (const { name, needs, check } of this.checks())
      for (const finding of await this.findingsOf(check, needs)) yield { check: name, ...finding };
  }

  /** The names of all checks. */
  get names(): readonly string[] {
    return this.checks().map(({ name }) => name);
  }

  private async findingsOf(check: Check, needs: CheckDescription['needs']): Promise<readonly Finding[]> {
    if (!this.database.has(needs)) return [note('not checked, because the database cannot be used or is not migrated')];
    try {
      return await check.examine();
    } catch (error) {
      return [failure(`the check failed: ${reasonOf(error)}`, 'repeat it; report it if it fails again')];
    }
  }

  private checks(): readonly FoundCheck[] {
    return this.discovery.getProviders().flatMap((wrapper) => {
      const description = this.discovery.getMetadataByDecorator(Examines, wrapper);
      return description ? [{ ...description, check: wrapper.instance as Check }] : [];
    });
  }
}
