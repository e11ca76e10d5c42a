import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { AttachmentsService } from '../../../governance/attachments/attachments.service';
import { ApplicationService } from '../../../governance/attachments/application.service';
import { RefusedApplication } from '../../../governance/attachments/refused-application';
import { PolicyCatalogService, unknownPolicy } from '../../../governance/policies/policy-catalog.service';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { IN_BODY, PolicyDocument } from './policy-document';
import { ApplyQuery, VersionQuery } from './policy-query.dto';

type Values = Readonly<Record<string, unknown>>;

const PATH = '/admin/policies';
const TAG = { tag: 'Administration' } as const;
const ONE = {
  ...TAG,
  path: { name: 'The name of the policy.' },
  refuses: [responseTo(unknownPolicy(''))],
} as const;

/** `/admin/policies`: what is stored, and the application of documents. */
@Controller('admin/policies')
export class PoliciesController {
  constructor(
    private readonly catalog: PolicyCatalogService,
    private readonly application: ApplicationService,
    private readonly attachments: AttachmentsService,
  ) {}

  @Get()
  @Answers('List policies.', {
    ...TAG,
    about: 'By name, with the number of the newest version. Link names the next page.',
    query: PageQuery,
    gives: [200, 'Policies'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Values> {
    const read = await this.catalog.page(query.after, mostOf(query));
    return { policies: pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ name }) => name }) };
  }

  @Post()
  @Answers('Apply a document of policies.', {
    ...TAG,
    about:
      'Adds a version of each policy of the document that differs from its newest version: of all of them, or of none if the document has a fault. errors lists all faults with their lines. To apply it again changes nothing.',
    takes: 'PolicyDocument',
    query: ApplyQuery,
    gives: [200, 'AppliedPolicies'],
    refuses: [responseTo(new RefusedApplication([]))],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async apply(
    @Context() context: RequestContext,
    @PolicyDocument() text: string,
    @QueryOf(ApplyQuery) { confirm }: ApplyQuery,
  ): Promise<Values> {
    const { applied, warnings } = await this.application.apply(context, text, IN_BODY, confirm === 'true');
    return { policies: applied.map(({ name, version, isNew }) => ({ name, version, is_new: isNew })), warnings };
  }

  @Post('diff')
  @Answers('Compare a document of policies with what is stored.', {
    ...TAG,
    about: 'What applying the document would change, by policy and operator. It changes nothing.',
    takes: 'PolicyDocument',
    gives: [200, 'PolicyDifferences'],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async diff(@PolicyDocument() text: string): Promise<Values> {
    const differences = await this.catalog.diff(text, IN_BODY);
    return { policies: differences.map(({ isNew, ...others }) => ({ ...others, is_new: isNew })) };
  }

  @Get(':name')
  @Answers('Read a policy.', {
    ...ONE,
    about: 'The newest version, or another one. Its members are those of a document that can be applied.',
    query: VersionQuery,
    gives: [200, 'Policy'],
  })
  @AdministratorReads()
  async read(@Param('name') name: string, @QueryOf(VersionQuery) { version }: VersionQuery): Promise<Values> {
    const { document, created_at, ...found } = await this.catalog.require(name, version);
    return { name, version: found.version, created_at, ...document };
  }

  @Get(':name/versions')
  @Answers('List the versions of a policy.', {
    ...ONE,
    about: 'The oldest first. Link names the next page.',
    query: PageQuery,
    gives: [200, 'PolicyVersions'],
  })
  @AdministratorReads()
  async versions(
    @Context() { issuer }: RequestContext,
    @Param('name') name: string,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Values> {
    const read = await this.catalog.versions(name, Number(query.after) || 0, mostOf(query));
    const idOf = ({ version }: { readonly version: number }): string => String(version);
    return { versions: pageOf(reply, read, { issuer, path: `${PATH}/${name}/versions`, query, idOf }) };
  }

  @Get(':name/attachments')
  @Answers('Read what a policy is attached to.', {
    ...ONE,
    about:
      'Variables of the environment, issuers of software statements, and how many initial access tokens and registrars that may register clients now.',
    gives: [200, 'PolicyAttachments'],
  })
  @AdministratorReads()
  async attached(@Context() { at }: RequestContext, @Param('name') name: string): Promise<Values> {
    await this.catalog.require(name);
    const attachments = await this.attachments.of(name, at);
    return { attachments: attachments.map(({ to }) => to) };
  }
}
