import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { OptionalBodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { KeyRotationService, stillSigns, unknownKey } from '../../../signing-keys/key-rotation.service';
import { type KeySummary, summaryOf } from '../../../signing-keys/key-summary';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { confirmationRequired, KeyRotation, WithdrawalQuery } from './key-rotation.dto';

const TAG = { tag: 'Administration' } as const;

interface Keys {
  readonly keys: readonly KeySummary[];
}

/** `/admin/keys`. */
@Controller('admin/keys')
export class KeysController {
  constructor(private readonly rotation: KeyRotationService) {}

  @Get()
  @Answers('List the signing keys.', {
    ...TAG,
    about:
      'All published keys, by algorithm: which one signs, which one is next, which ones only verify old tokens. Nothing of their private parts.',
    gives: [200, 'SigningKeys'],
  })
  @AdministratorReads()
  list(): Promise<Keys> {
    return this.listed();
  }

  @Post('rotate')
  @Answers('Rotate the signing keys.', {
    ...TAG,
    about:
      'Publishes the next key of each algorithm, which signs ten minutes later, and gives all keys. A repetition before that changes nothing. With drop_old, which must be confirmed, the new keys sign at once and all others are deleted: every issued token becomes invalid.',
    body: { of: KeyRotation, example: { drop_old: false }, isOptional: true },
    gives: [200, 'SigningKeys'],
    refuses: [confirmationRequired()],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async rotate(
    @Context() context: RequestContext,
    @OptionalBodyOf(KeyRotation) { drop_old, confirm }: KeyRotation,
  ): Promise<Keys> {
    if (drop_old && !confirm) throw confirmationRequired();
    await this.rotation.rotate(context, { dropOld: drop_old });
    return this.listed();
  }

  @Delete(':kid')
  @Answers('Withdraw a signing key.', {
    ...TAG,
    path: { kid: 'The kid of the key.' },
    about:
      'Deletes a key that does not sign: every token that it signed becomes invalid, on every node within ten seconds, and at a resource server as soon as it reads the keys again. It must be confirmed by confirm=true.',
    query: WithdrawalQuery,
    gives: [204],
    refuses: [confirmationRequired(), responseTo(unknownKey('')), responseTo(stillSigns())],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async withdraw(
    @Context() context: RequestContext,
    @Param('kid') kid: string,
    @QueryOf(WithdrawalQuery) { confirm }: WithdrawalQuery,
  ): Promise<void> {
    const key = await this.rotation.withdrawable(kid);
    if (confirm !== 'true') throw confirmationRequired();
    await this.rotation.withdraw(context, key);
  }

  private async listed(): Promise<Keys> {
    return { keys: (await this.rotation.list()).map(summaryOf) };
  }
}
