import type { RequestContext } from '../../../core/request-context';
import { InitialAccessTokensModule } from '../../../governance/initial-access-tokens/initial-access-tokens.module';
import { InitialAccessTokensService } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { withDatabase } from '../with-database';

/** Runs `work` with the service of initial access tokens, on the database of the server: see {@link withDatabase}. */
export const withTokens = (
  command: string,
  work: (tokens: InitialAccessTokensService, context: RequestContext) => Promise<void>,
): Promise<void> =>
  withDatabase(`tokens ${command}`, { modules: [InitialAccessTokensModule], needsKeys: true }, ({ app, context }) =>
    work(app.get(InitialAccessTokensService), context),
  );
