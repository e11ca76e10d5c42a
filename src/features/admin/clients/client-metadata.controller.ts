import { Body, Controller, Param, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { notRegistered } from '../../../clients/administered-clients.service';
import { noSuchClient } from '../../../core/errors/refusals';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { ClientInformation } from '../../../core/metadata/client-metadata';
import type { RequestContext } from '../../../core/request-context';
import { Repeatable, type RepeatableRequest } from '../../../idempotency/repeatable-request';
import { type Caller, FromCaller } from '../../../platform/http/caller';
import { etagOf, IfMatch, type Precondition } from '../../../platform/http/precondition';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import type { RegistrationPayload } from '../../../registration-requests/dto/registration-payload.dto';
import { RegistrationPayloadPipe } from '../../../registration-requests/registration-payload.pipe';
import { ClientPatchPipe } from '../../../registrations/client-patch.pipe';
import type { ClientUpdate } from '../../../registrations/client-update';
import { ClientUpdatePipe } from '../../../registrations/client-update.pipe';
import { EditsService } from '../../../registrations/edits.service';
import { SubmissionsService } from '../../../registrations/submissions.service';
import { AdministratorOnly } from '../administrator-only.decorator';

const EDITED = {
  tag: 'Administration',
  path: { client_id: 'The identifier of the client.' },
  sends: ['If-Match'],
  gives: [200, 'ClientInformation'],
  refuses: [noSuchClient(), responseTo(notRegistered())],
} as const;

/** `POST /admin/clients`, and the metadata of `/admin/clients/:client_id`. */
@Controller('admin/clients')
export class ClientMetadataController {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly edits: EditsService,
  ) {}

  @Post()
  @Answers('Register a client.', {
    tag: 'Administration',
    about:
      'The same as POST /register, by the same rules and PROTECTED_REGISTRATION_POLICY. client_secret and registration_access_token are returned only once.',
    takes: 'ClientMetadata',
    gives: [201, 'ClientInformation'],
    sends: ['Idempotency-Key'],
  })
  @AdministratorOnly()
  register(
    @Context() context: RequestContext,
    @Repeatable('/admin/clients') repeatable: RepeatableRequest | undefined,
    @Body(RegistrationPayloadPipe) payload: RegistrationPayload,
    @FromCaller() caller: Caller,
  ): Promise<ClientInformation> {
    return this.submissions.submit(context, payload, { caller, repeatable });
  }

  @Put(':client_id')
  @Answers('Replace the metadata of a client.', {
    ...EDITED,
    about:
      'All of the metadata; omitted members return to their defaults. The rules and policies are those of an update by the client, whose credentials and approval stay. The response has a client_secret only if the new metadata need another one.',
    takes: 'ClientUpdate',
  })
  @AdministratorOnly()
  replace(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @IfMatch() precondition: Precondition,
    @Body(ClientUpdatePipe) update: ClientUpdate,
    @FromCaller() caller: Caller,
    @Reply() reply: FastifyReply,
  ): Promise<ClientInformation> {
    return this.edit(context, client_id, { precondition, update, caller }, reply);
  }

  @Patch(':client_id')
  @Answers('Change some of the metadata of a client.', {
    ...EDITED,
    about: 'A merge patch (RFC 7396): omitted members stay as they are, null returns a member to its default.',
    takes: 'ClientPatch',
  })
  @AdministratorOnly()
  patch(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @IfMatch() precondition: Precondition,
    @Body(ClientPatchPipe) update: ClientUpdate,
    @FromCaller() caller: Caller,
    @Reply() reply: FastifyReply,
  ): Promise<ClientInformation> {
    return this.edit(context, client_id, { precondition, update, caller }, reply);
  }

  private async edit(
    context: RequestContext,
    client_id: string,
    edit: Parameters<EditsService['edit']>[2],
    reply: FastifyReply,
  ): Promise<ClientInformation> {
    const { client, information } = await this.edits.edit(context, client_id, edit);
    void reply.header('ETag', etagOf(client));
    return information;
  }
}

function Reply(): ParameterDecorator {
  return Res({ passthrough: true });
}
