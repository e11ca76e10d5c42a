import { Injectable } from '@nestjs/common';
import { UnknownResource } from '../../core/errors/refused-operation';
import { LivingClientsRepository } from '../quotas/living-clients.repository';
import type { Registrar } from './registrar.entity';
import { RegistrarRepository } from './registrar.repository';
import { type RegistrarSummary, summaryOf } from './registrar-summary';

const PAGE = 500;

/** Lists the registrars that an operator made, with the number of their clients. */
@Injectable()
export class RegistrarListService {
  constructor(
    private readonly registrars: RegistrarRepository,
    private readonly living: LivingClientsRepository,
  ) {}

  /** All registrars, the oldest first, whatever their state. They are read by pages. */
  async *all(at: Date): AsyncGenerator<RegistrarSummary> {
    let page = await this.registrars.after('', PAGE);
    while (page.length > 0) {
      yield* await this.summariesOf(page, at);
      page = await this.registrars.after(page.at(-1)?.client_id ?? '', PAGE);
    }
  }

  /** At most `most` registrars after this identifier, the oldest first. */
  async page(client_id: string, most: number, at: Date): Promise<readonly RegistrarSummary[]> {
    return this.summariesOf(await this.registrars.after(client_id, most), at);
  }

  /** One registrar, as it stands in the database now. Throws {@link UnknownResource}. */
  async one(client_id: string, at: Date): Promise<RegistrarSummary> {
    const registrar = await this.registrars.find(client_id);
    const [summary] = registrar ? await this.summariesOf([registrar], at) : [];
    if (!summary) throw unknownRegistrar(client_id);
    return summary;
  }

  private async summariesOf(registrars: readonly Registrar[], at: Date): Promise<readonly RegistrarSummary[]> {
    const ids = registrars.map(({ client_id }) => client_id);
    const clients = await this.living.of('registrar', ids);
    return registrars.map((registrar) => summaryOf(registrar, clients.get(registrar.client_id) ?? 0, at));
  }
}

/** No operator made a registrar with this identifier. */
export const unknownRegistrar = (client_id: string): UnknownResource =>
  new UnknownResource('registrar', client_id, 'id');
