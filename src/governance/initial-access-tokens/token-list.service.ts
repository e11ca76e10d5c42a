import { Injectable } from '@nestjs/common';
import { UnknownResource } from '../../core/errors/refused-operation';
import { LivingClientsRepository } from '../quotas/living-clients.repository';
import type { InitialAccessToken } from './initial-access-token.entity';
import { InitialAccessTokenRepository, type TokenRange } from './initial-access-token.repository';
import { summaryOf, type TokenSummary } from './token-summary';

const PAGE = 500;

/** Lists initial access tokens for operators, with the number of their clients. */
@Injectable()
export class TokenListService {
  constructor(
    private readonly tokens: InitialAccessTokenRepository,
    private readonly living: LivingClientsRepository,
  ) {}

  /** All tokens, the oldest first, whatever their state. They are read by pages. */
  async *all(at: Date): AsyncGenerator<TokenSummary> {
    let page = await this.tokens.after('', PAGE);
    while (page.length > 0) {
      yield* await this.summariesOf(page, at);
      page = await this.tokens.after(page.at(-1)?.id ?? '', PAGE);
    }
  }

  /** At most `most` tokens after this id, the oldest first, of those that were made in a range of moments. */
  async page(id: string, most: number, range: TokenRange, at: Date): Promise<readonly TokenSummary[]> {
    return this.summariesOf(await this.tokens.after(id, most, range), at);
  }

  /** One token, as it stands in the database now. Throws {@link UnknownResource}. */
  async one(id: string, at: Date): Promise<TokenSummary> {
    const token = await this.tokens.find(id);
    const [summary] = token ? await this.summariesOf([token], at) : [];
    if (!summary) throw unknownToken(id);
    return summary;
  }

  private async summariesOf(tokens: readonly InitialAccessToken[], at: Date): Promise<readonly TokenSummary[]> {
    const ids = tokens.map(({ id }) => id);
    const clients = await this.living.of('initial_access_token', ids);
    return tokens.map((token) => summaryOf(token, clients.get(token.id) ?? 0, at));
  }
}

/** No initial access token has this id. */
export const unknownToken = (id: string): UnknownResource => new UnknownResource('initial access token', id);
