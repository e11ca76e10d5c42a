import { Controller, Get, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { NotFound } from '../../../core/errors/errors';
import { DOCUMENT_MAX_AGE_SECONDS } from '../../../platform/http/caching';
import { PageTextsService } from './page-texts.service';

/** A drawing (SVG) can contain scripts, which this keeps from running if it is opened by itself. */
const AS_IMAGE_ONLY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** `GET /sign-in/logo`: the operator's logo, so that pages load nothing from other hosts. */
@Controller('sign-in/logo')
export class LogoController {
  constructor(private readonly texts: PageTextsService) {}

  @Get()
  @RouteConfig({ cacheable: DOCUMENT_MAX_AGE_SECONDS, contentSecurityPolicy: AS_IMAGE_ONLY })
  send(@Res() reply: FastifyReply): void {
    const { logo } = this.texts;
    if (!logo) throw new NotFound();
    void reply.type(logo.type).send(logo.bytes);
  }
}
