import { Injectable } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest } from '../core/request-context';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { KeyRotationService } from './key-rotation.service';

const ONCE_A_MINUTE_MS = 60_000;

/** Every node publishes the keys that are due and drops the old ones, once a minute. */
@Injectable()
export class KeyRotationTask extends PeriodicTask {
  constructor(
    private readonly rotation: KeyRotationService,
    private readonly issuer: Issuer,
  ) {
    super({ name: 'the rotation of the signing keys', context: 'keys', everyMs: ONCE_A_MINUTE_MS });
  }

  protected override run(): Promise<void> {
    return this.rotation.rotateDue(contextWithoutRequest(this.issuer, { type: 'server', task: this.schedule.name }));
  }
}
