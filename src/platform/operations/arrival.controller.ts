import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '../../core/errors/errors';
import { Environment } from '../config/environment';
import { headerValues } from '../http/sole-header';
import { Answers } from '../openapi/answers.decorator';
import { KeyRing } from '../secrets/key-ring';
import { isProbeAt, PROBE_HEADER } from './arrival-probe';

/** Headers by which a proxy says where a request comes from. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'];

/** How a request arrived at this server. */
export interface Arrival {
  /** As the server understood it with `TRUST_PROXY`. */
  readonly scheme: string;
  readonly address: string;
  /** The address that opened the connection. */
  readonly peer: string;
  /** Which headers of proxies arrived. */
  readonly forwarded: readonly string[];
  /** Whether the header `TLS_CLIENT_CERT_HEADER` arrived with a value. */
  readonly has_certificate_header: boolean;
}

/** Shows `clientele doctor` what proxies make of its request. */
@Controller('health')
export class ArrivalController {
  constructor(
    private readonly ring: KeyRing,
    private readonly environment: Environment,
  ) {}

  /** Throws {@link NotFound} for everybody who does not have `SECRET_KEYS`, so that it shows nothing about the network. */
  @Get('arrival')
  @Answers('Ask how this request arrived.', {
    about: 'For clientele doctor, which has the keys of this server: any other request gets 404.',
    tag: 'Health',
    gives: [200, 'Arrival'],
    refuses: [new NotFound()],
  })
  arrival(@Req() request: FastifyRequest): Arrival {
    const headers = (name: string): readonly string[] => headerValues(request.raw.rawHeaders, name);
    if (!isProbeAt(this.ring, headers(PROBE_HEADER)[0], Date.now())) throw new NotFound();
    const { TLS_CLIENT_CERT_HEADER: certificate } = this.environment;
    return {
      scheme: request.protocol,
      address: request.ip,
      peer: request.socket.remoteAddress ?? '',
      forwarded: FORWARDED.filter((name) => headers(name).length > 0),
      has_certificate_header: certificate !== '' && headers(certificate).some((value) => value.trim() !== ''),
    };
  }
}
