import { Injectable, type PipeTransform } from '@nestjs/common';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import type { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { formParameters } from '../../platform/http/form-parameters';

/** Reads the form of a token request into the DTO of the grant that it names. */
@Injectable()
export class TokenRequestPipe implements PipeTransform<unknown, TokenRequest> {
  constructor(private readonly grants: GrantRegistry) {}

  /** Throws what `GrantRegistry.find` and `FormReader.read` throw. */
  transform(body: unknown): TokenRequest {
    const form = formParameters({ body });
    return this.grants.find(form.get('grant_type')).reader.read(form);
  }
}
