import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { RequestContext } from '../core/request-context';

/** Marks a provider of any module that keeps data of people. It implements {@link PersonalData}. */
export const KeepsPersonalData = DiscoveryService.createDecorator();

/** The data of people that one part of the server keeps. */
export interface PersonalData {
  /** The name of this part in an export, such as `sessions`. */
  readonly part: string;

  /** The data of a person as JSON values, without secrets. */
  export(sub: string): Promise<readonly object[]>;

  /** Deletes the data of a person, in the transaction that erases the person. */
  erase(manager: EntityManager, context: RequestContext, sub: string): Promise<void>;

  /** Ends what a person who is disabled could still use, in the transaction that disables the person. */
  end?(manager: EntityManager, context: RequestContext, sub: string): Promise<void>;
}
