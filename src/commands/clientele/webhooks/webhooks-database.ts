import type { INestApplicationContext } from '@nestjs/common';
import type { RequestContext } from '../../../core/request-context';
import { ReplayService } from '../../../webhooks/replay.service';
import { TrialService } from '../../../webhooks/delivery/trial.service';
import { WebhookStatusService } from '../../../webhooks/webhook-status.service';
import { WebhooksModule } from '../../../webhooks/webhooks.module';
import { WebhooksService } from '../../../webhooks/webhooks.service';
import { withDatabase } from '../with-database';

/** The services of webhooks. */
export interface WebhookServices {
  readonly webhooks: WebhooksService;
  readonly status: WebhookStatusService;
  readonly replay: ReplayService;
  readonly trials: TrialService;
}

/** Runs `work` with the services of webhooks, on the database of the server: see {@link withDatabase}. */
export const withWebhooks = (
  command: string,
  work: (services: WebhookServices, context: RequestContext) => Promise<void>,
): Promise<void> =>
  withDatabase(`webhooks ${command}`, { modules: [WebhooksModule], needsKeys: true }, ({ app, context }) =>
    work(servicesOf(app), context),
  );

const servicesOf = (app: INestApplicationContext): WebhookServices => ({
  webhooks: app.get(WebhooksService),
  status: app.get(WebhookStatusService),
  replay: app.get(ReplayService),
  trials: app.get(TrialService),
});
