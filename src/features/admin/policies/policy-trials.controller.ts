import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { summaryOf } from '../../../governance/policies/explanation-summary';
import { PoliciesService } from '../../../governance/policies/policies.service';
import { PolicyCatalogService, unknownPolicy } from '../../../governance/policies/policy-catalog.service';
import { DEFAULT_OPEN } from '../../../governance/policies/policy-names';
import { PolicyTrialsService } from '../../../governance/policies/policy-trials.service';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { ObjectBody } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { linkNext } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { IN_BODY, PolicyDocument } from './policy-document';
import { VersionQuery } from './policy-query.dto';

type Values = Readonly<Record<string, unknown>>;

const ONE = {
  tag: 'Administration',
  path: { name: 'The name of the policy.' },
  refuses: [responseTo(unknownPolicy(''))],
} as const;

/** What a policy would do, below `/admin/policies/:name`. Nothing here changes anything. */
@Controller('admin/policies/:name')
export class PolicyTrialsController {
  constructor(
    private readonly catalog: PolicyCatalogService,
    private readonly policies: PoliciesService,
    private readonly trials: PolicyTrialsService,
  ) {}

  @Post('explain')
  @Answers('Explain what a policy makes of the body of a registration.', {
    ...ONE,
    about: 'Step by step, by each operator, then the result and the rules that hold for it, or the faults.',
    takes: 'ExplainedMetadata',
    query: VersionQuery,
    gives: [200, 'PolicyExplanation'],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async explain(
    @Param('name') name: string,
    @QueryOf(VersionQuery) query: VersionQuery,
    @ObjectBody() body: Values,
  ): Promise<Values> {
    const { version } = await this.catalog.require(name, query.version);
    return { name, version, ...summaryOf((await this.policies.version(name, version)).explain(body)) };
  }

  @Get('test')
  @Answers('Test a policy on the registered clients.', {
    ...ONE,
    about:
      'The clients of the policy for which an update with unchanged metadata would be refused, or would change them. Each page reads so many registered clients as limit says, and may have none of them. Link names the next page until all were read.',
    query: PageQuery,
    gives: [200, 'PolicyTrial'],
  })
  @AdministratorReads()
  async test(
    @Context() context: RequestContext,
    @Param('name') name: string,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Values> {
    return this.page(context, name, query, [], reply);
  }

  @Post('test')
  @Answers('Test a document of policies on the registered clients.', {
    ...ONE,
    about:
      'The same as if the document were applied. The next page is the same request to the address that Link names.',
    takes: 'PolicyDocument',
    query: PageQuery,
    gives: [200, 'PolicyTrial'],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async testDocument(
    @Context() context: RequestContext,
    @Param('name') name: string,
    @QueryOf(PageQuery) query: PageQuery,
    @PolicyDocument() text: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Values> {
    return this.page(context, name, query, await this.policies.candidates(text, IN_BODY), reply);
  }

  private async page(
    { issuer }: RequestContext,
    name: string,
    query: PageQuery,
    candidates: readonly RegistrationPolicy[],
    reply: FastifyReply,
  ): Promise<Values> {
    const isCandidate = candidates.some(({ admitting }) => admitting.some((policy) => policy.name === name));
    if (!isCandidate && name !== DEFAULT_OPEN) await this.catalog.require(name);
    const { clients, last, ...counts } = await this.trials.page({ name, candidates }, query.after, query.limit);
    if (last !== undefined) linkNext(reply, { issuer, path: `/admin/policies/${name}/test`, query, after: last });
    return { clients, ...counts };
  }
}
