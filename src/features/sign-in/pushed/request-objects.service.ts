import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors } from 'jose';
import { ClientKeysService } from '../../../authentication/client/assertions/client-keys.service';
import { AuthenticationFailed } from '../../../authentication/client/client-authentication-method';
import type { Client } from '../../../clients/client.entity';
import { typeOfHeader } from '../../../core/jose/type-of-header';
import { isSameAlg, MAC_ALGS, secretOctetsOf, SIGNING_ALGS } from '../../../core/jose/algorithms';
import { verifyByKeySource, verifyByOneOf } from '../../../core/jose/verify-by-keys';
import type { RequestContext } from '../../../core/request-context';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import { type AuthorizationParameters, parametersOf, UnreadableParameters } from '../request/authorization-parameters';
import { PageError, RedirectError } from '../request/authorization-refusal';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import type { ResolvedParameters } from '../request/indirect-requests';
import { PushedOptions } from './pushed-options';
import { faultOfObject, type SignedObject } from './request-object-claims';

/** The claims of the JWT itself, which are no parameters. */
const OF_THE_JWT: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub']);

/** Signed request objects by value (RFC 9101). */
@Injectable()
export class RequestObjectsService {
  constructor(
    private readonly requests: AuthorizationRequestsService,
    private readonly keys: ClientKeysService,
    private readonly vault: SecretVaultService,
    private readonly options: PushedOptions,
  ) {}

  /**
   * The parameters of the object of a request, in which nothing besides the object counts (RFC 9101 section 6.3); those of
   * the request itself if it has none. Throws {@link PageError} for an object that its client did not sign, because no redirect URI is known
   * then, and {@link RedirectError} `invalid_request_object` for a signed one with other faults.
   */
  async resolve(
    context: RequestContext,
    parameters: AuthorizationParameters,
    client: Client,
  ): Promise<ResolvedParameters> {
    const jwt = parameters.get('request');
    if (jwt === undefined || !this.options.acceptsObjects) return { parameters };
    if (parameters.isRepeated('request')) throw invalidObject('must not be repeated; send it once');
    const object = await this.verified(jwt, client);
    const { payload, isSound } = object;
    const members = Object.fromEntries(Object.entries(payload).filter(([name]) => !OF_THE_JWT.has(name)));
    const read = readable(members);
    const fault =
      faultOfObject(object, client, context) ??
      (isSound ? undefined : 'must have claims of RFC 7519; check their types');
    if (fault !== undefined) throw this.refusal(context, read, client, fault);
    return { parameters: read };
  }

  /** The object, if its client signed it. Whether it has expired and what it says is judged afterwards. */
  private async verified(jwt: string, client: Client): Promise<SignedObject & { readonly isSound: boolean }> {
    let type: string | undefined;
    try {
      const header = decodeProtectedHeader(jwt);
      const { alg = '', kid } = header;
      type = typeOfHeader(header);
      const { request_object_signing_alg: registered = alg } = client.metadata;
      if (!isSameAlg(registered, alg)) throw new errors.JOSEAlgNotAllowed(`${alg} is not the registered algorithm`);
      const { payload } = MAC_ALGS.some((known) => known === alg)
        ? await verifyByOneOf(jwt, this.secretsOf(client, alg), { algorithms: [alg] })
        : await verifyByKeySource(
            jwt,
            this.keys.of(client),
            { algorithms: [...SIGNING_ALGS] },
            { alg, ...(kid !== undefined && { kid }) },
          );
      return { payload, type, isSound: true };
    } catch (cause) {
      // The signature is verified before the claims.
      if (cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed)
        return { payload: cause.payload, type, isSound: false };
      // jose throws a TypeError for what is no JWT at all.
      if (cause instanceof errors.JOSEError || cause instanceof AuthenticationFailed || cause instanceof TypeError)
        throw invalidObject('must be a JWT that is signed by a registered key of the client; sign it with that', cause);
      throw cause;
    }
  }

  /** Only a client whose secret is stored as a key signs with it. A public key is never taken for a secret. */
  private secretsOf({ client_id, client_secrets }: Client, alg: string): readonly Buffer[] {
    const secrets = this.vault.open(client_secrets, client_id).map((secret) => Buffer.from(secret));
    return secrets.filter(({ length }) => length >= secretOctetsOf(alg));
  }

  /** The client signed the object, so an error may go to the redirect URI in it, if that is one of the client. */
  private refusal(
    context: RequestContext,
    parameters: AuthorizationParameters,
    client: Client,
    fault: string,
  ): PageError | RedirectError {
    const target = this.requests.targetFor(context, parameters, client);
    if (!target) return invalidObject(fault);
    return new RedirectError('invalid_request_object', `request ${fault}`, target);
  }
}

const readable = (members: Readonly<Record<string, unknown>>): AuthorizationParameters => {
  try {
    return parametersOf(members, 'object');
  } catch (cause) {
    if (!(cause instanceof UnreadableParameters)) throw cause;
    throw invalidObject('must have members of well-formed text; encode them again', cause);
  }
};

const invalidObject = (fault: string, cause?: unknown): PageError =>
  new PageError('malformed', `request ${fault}`, { error: 'invalid_request_object', cause });
