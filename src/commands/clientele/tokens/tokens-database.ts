import type { RequestContext } from '../../../core/request-context';
import { InitialAccessTokensModule } from '../../../governance/initial-access-tokens/initial-access-tokens.module';
import { InitialAccessTokensService } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { TokenListService } from '../../../governance/initial-access-tokens/token-list.service';
import { withDatabase } from '../with-database';

/** Runs `work` with the services of initial access tokens, on the database of the server: see {@link withDatabase}. */
export const withTokens = (
  command: string,
  work: (tokens: InitialAccessTokensService, context: RequestContext, lists: TokenListService) => Promise<void>,
): Promise<void> =>
  withDatabase(`tokens ${command}`, { modules: [InitialAccessTokensModule], needsKeys: true }, ({ app, context }) =>
    work(app.get(InitialAccessTokensService), context, app.get(TokenListService)),
  );
