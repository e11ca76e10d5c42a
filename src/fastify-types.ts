import type { Confirmation } from './access-tokens/access-token';
import type { ManagedClient } from './features/client-configuration/registration-tokens.service';
import type { LastingAccess } from './features/admin/lasting-access';
import type { Client } from './clients/client.entity';
import type { ClientCertificate } from './platform/http/client-certificate';
import type { ErrorPages } from './platform/http/error-pages';
import type { LogNotes } from './platform/http/log-notes';
import type { HttpRequestContext } from './platform/http/request-context';

/** Everything that this server adds to the objects of Fastify. */
declare module 'fastify' {
  interface FastifyRequest {
    /** The context of the request, for the first argument of a service. It is created at its first use. */
    readonly context: HttpRequestContext;
    /** Where `context` is kept once it is created. */
    createdContext: HttpRequestContext | undefined;
    /** The certificate that the caller presented, if any. Reading it throws `InvalidRequest` if a proxy sent a malformed one. */
    readonly clientCertificate: ClientCertificate | undefined;
    /** Where `clientCertificate` is kept once it was read. */
    readCertificate: { readonly certificate: ClientCertificate | undefined } | undefined;
    /** See `noteForLog`. */
    logNotes: LogNotes | undefined;
    /** Ends the count of a request in flight. Absent before the request is counted and after its response. */
    stopCounting: (() => void) | undefined;
    /** The client that authenticated itself, set by `ClientAuthenticationGuard`. */
    client?: Client;
    /** The keys that the client proved to hold, set by `ConfirmationGuard`. */
    confirmation?: Confirmation;
    /** The client whose registration the request manages, set by the guards of the client configuration endpoint. */
    managed?: ManagedClient;
    /** The access of the administrator, set by `AdministratorGuard`. */
    access?: LastingAccess;
  }

  interface FastifyContextConfig {
    /** For how many seconds anyone may keep a successful response. A handler of Nest sets it by `@Cacheable`. */
    cacheable?: number;
    /** The Content-Security-Policy of a page. A handler of Nest sets it by `@RouteConfig({ contentSecurityPolicy })`. */
    contentSecurityPolicy?: string;
  }

  interface FastifyInstance {
    /** Adds the routes of `other-methods.plugin.ts`. To be called once, when all other routes are there. */
    addOtherMethods(): void;
    /** The pages of errors. Absent where no address is for browsers. */
    errorPages?: ErrorPages;
  }
}
