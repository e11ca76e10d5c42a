import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import { TooManyRequests } from '../../core/errors/errors';
import type { RequestContext } from '../../core/request-context';
import { type Caller, FromCaller } from '../../platform/http/caller';
import { Context } from '../../platform/http/request-context';
import { MINUTE_SECONDS } from '../../platform/rate-limits/rate-limit';
import { Answers } from '../../platform/openapi/answers.decorator';
import { PublishedKeysService } from '../../registration-requests/published-keys.service';
import { ClientConfigurationService, type ManagementResult } from './client-configuration.service';
import { ClientPatchPipe } from '../../registrations/client-patch.pipe';
import { ClientUpdatePipe } from '../../registrations/client-update.pipe';
import type { ClientUpdate } from '../../registrations/client-update';
import type { SecretRotation } from '../../registration-requests/dto/secret-rotation.dto';
import { etagOf, IfMatch, Precondition } from '../../platform/http/precondition';
import { RegistrationTokenOnly } from './registration-token-only.decorator';
import { Managed, managedBy } from './registration-token.guard';
import type { ManagedClient } from './registration-tokens.service';
import { OptionalBody, SecretRotationPipe } from '../../registration-requests/secret-rotation.pipe';
import { UpdateLimit } from './update.limit';

const MANAGED = { tag: 'Management', gives: [200, 'ClientInformation'] } as const;
const CHANGED = { ...MANAGED, sends: ['If-Match'] } as const;
const UPDATED = { ...CHANGED, refuses: [new TooManyRequests(MINUTE_SECONDS)] } as const;

/** `/register/:client_id`, the client configuration endpoint (RFC 7592 section 2). */
@Controller('register/:client_id')
export class ClientConfigurationController {
  constructor(
    private readonly management: ClientConfigurationService,
    private readonly keys: PublishedKeysService,
  ) {}

  /**
   * RFC 7592 section 2.1. HEAD comes with it. It takes the request itself: Nest runs two asynchronous functions for each
   * parameter that a decorator finds.
   */
  @Get()
  @Answers('Read a registration.', {
    ...MANAGED,
    about:
      'The metadata as registered, with the registration access token that was presented. The client secret is included only if it is a key itself, as for client_secret_jwt.',
  })
  @RegistrationTokenOnly()
  async read(@Req() request: FastifyRequest, @Reply() reply: FastifyReply): Promise<ClientInformation> {
    return this.answer(reply, await this.management.read(request.context, managedBy(request)));
  }

  /**
   * RFC 7592 section 2.2: an omitted member returns to its default. The body may be a signed request, as for a
   * registration.
   */
  @Put()
  @UseGuards(UpdateLimit)
  @Answers('Replace the metadata of a registration.', {
    about:
      'All of the metadata, as a registration sends them, and client_id: omitted members return to their defaults. With If-Match, only the state that was read is replaced.',
    ...UPDATED,
    takes: 'ClientUpdate',
  })
  @RegistrationTokenOnly()
  async replace(
    @Context() context: RequestContext,
    @Managed() managed: ManagedClient,
    @IfMatch() precondition: Precondition,
    @Body(ClientUpdatePipe) update: ClientUpdate,
    @FromCaller() caller: Caller,
    @Reply() reply: FastifyReply,
  ): Promise<ClientInformation> {
    return this.answer(reply, await this.management.update(context, managed, precondition, update, caller));
  }

  /** An extension: omitted members stay as they are (RFC 7396). */
  @Patch()
  @UseGuards(UpdateLimit)
  @Answers('Change some of the metadata of a registration.', {
    about:
      'A merge patch (RFC 7396): omitted members stay as they are, null returns a member to its default. The result is validated like a registration.',
    ...UPDATED,
    takes: 'ClientPatch',
  })
  @RegistrationTokenOnly()
  async patch(
    @Context() context: RequestContext,
    @Managed() managed: ManagedClient,
    @IfMatch() precondition: Precondition,
    @Body(ClientPatchPipe) update: ClientUpdate,
    @FromCaller() caller: Caller,
    @Reply() reply: FastifyReply,
  ): Promise<ClientInformation> {
    return this.answer(reply, await this.management.update(context, managed, precondition, update, caller));
  }

  /** RFC 7592 section 2.3. */
  @Delete()
  @Answers('Delete a registration.', {
    about:
      'The client, its credentials and its access tokens are no longer accepted, from the next request on and on every node.',
    ...CHANGED,
    gives: [204],
  })
  @RegistrationTokenOnly()
  @HttpCode(204)
  remove(
    @Context() context: RequestContext,
    @Managed() managed: ManagedClient,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.management.remove(context, managed, precondition);
  }

  /** An extension: a new client secret, with the old one beside it for a while. */
  @Post('secret')
  @UseGuards(UpdateLimit)
  @Answers('Give the client a new secret.', {
    about:
      'The old secret stays valid beside the new one for a while, so that a client on several machines can change it without a gap.',
    ...UPDATED,
    takes: 'SecretRotation',
  })
  @RegistrationTokenOnly()
  @HttpCode(200)
  async rotateSecret(
    @Context() context: RequestContext,
    @Managed() managed: ManagedClient,
    @IfMatch() precondition: Precondition,
    @OptionalBody(SecretRotationPipe) { overlap }: SecretRotation,
    @Reply() reply: FastifyReply,
  ): Promise<ClientInformation> {
    return this.answer(reply, await this.management.rotateSecret(context, managed, precondition, overlap));
  }

  /**
   * The response with the registration, and with `jwks_uri_error` if the keys cannot be used. The body contains
   * credentials, so its ETag serves `If-Match` only: the response is never a 304.
   */
  private async answer(reply: FastifyReply, { client, information }: ManagementResult): Promise<ClientInformation> {
    void reply.header('ETag', etagOf(client));
    const jwks_uri_error = await this.keys.problemOf(client.metadata);
    return jwks_uri_error === undefined ? information : { ...information, jwks_uri_error };
  }
}

function Reply(): ParameterDecorator {
  return Res({ passthrough: true });
}
