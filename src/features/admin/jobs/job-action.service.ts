import { Injectable } from '@nestjs/common';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { ClientStatusService } from '../../../clients/status/client-status.service';
import { transitionOf } from '../../../clients/status/status-transitions';
import { untilCurrent } from '../../../clients/until-current';
import type { RequestContext } from '../../../core/request-context';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { Precondition } from '../../../platform/http/precondition';
import type { JobDetails } from './job.entity';

/** Does to one client what a job says. */
@Injectable()
export class JobActionService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly clients: AdministeredClientsService,
    private readonly statuses: ClientStatusService,
  ) {}

  /** Throws `RefusedOperation` if the action would be refused for this client. */
  async check({ action }: JobDetails, client_id: string): Promise<void> {
    const client = await this.clients.findRegistered(client_id);
    if (action !== 'delete') transitionOf(action, client.status);
  }

  /**
   * Changes a client in a commit with what `add` adds, again if others changed it meanwhile. Throws `RefusedOperation`, and
   * the error of what was added.
   */
  run(
    context: RequestContext,
    { action, reason }: JobDetails,
    client_id: string,
    add: (unit: UnitOfWork) => void,
  ): Promise<void> {
    const nothing = (): Promise<undefined> => Promise.resolve(undefined);
    return untilCurrent(undefined, nothing, () =>
      this.units.run(context, async (unit, contextOfUnit) => {
        add(unit);
        await this.clients.findRegistered(client_id);
        if (action === 'delete') await this.clients.remove(contextOfUnit, client_id, new Precondition());
        else await this.statuses.change(contextOfUnit, client_id, action, reason);
      }),
    );
  }
}
