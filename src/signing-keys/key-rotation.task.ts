import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { KeyRotationService } from './key-rotation.service';

const ONCE_A_MINUTE_MS = 60_000;

/** Every node publishes the keys that are due and drops the old ones, once a minute. */
@Injectable()
export class KeyRotationTask extends PeriodicTask {
  constructor(private readonly rotation: KeyRotationService) {
    super({ name: 'the rotation of the signing keys', context: 'keys', everyMs: ONCE_A_MINUTE_MS });
  }

  protected override run(): Promise<void> {
    return this.rotation.rotateDue();
  }
}
