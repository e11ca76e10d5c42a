import { DiscoveryService } from '@nestjs/core';
import type { Finding } from './finding';

/** What a check is about, and what it needs: without that it is not run. */
export interface CheckDescription {
  readonly name: string;
  /** `database`: a database that can be read; `schema`: one whose tables are those of this program. */
  readonly needs?: 'database' | 'schema';
}

/** Marks a provider as a check of `clientele doctor`. It implements {@link Check}. */
export const Examines = DiscoveryService.createDecorator<CheckDescription>();

/** Looks at one part of an installation, and changes nothing. */
export interface Check {
  examine(): Promise<readonly Finding[]>;
}
