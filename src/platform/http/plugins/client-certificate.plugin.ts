import type { FastifyRequest } from 'fastify';
import { type CertificateVariables, certificateReader, type ClientCertificate } from '../client-certificate';
import { httpPlugin, type Variables } from '../http-plugin';

/** Adds `clientCertificate` to each request. Rejects with a `StartFailure` if `TLS_CLIENT_CA` cannot be read. */
export const clientCertificate = httpPlugin<Variables<keyof CertificateVariables>>(
  { name: 'client-certificate' },
  (fastify, { environment }) => {
    const read = certificateReader(environment);
    fastify.decorateRequest('readCertificate', undefined);
    fastify.decorateRequest('clientCertificate', {
      getter(this: FastifyRequest): ClientCertificate | undefined {
        this.readCertificate ??= { certificate: read(this) };
        return this.readCertificate.certificate;
      },
    });
  },
);
