import type { PipeTransform } from '@nestjs/common';
import { formParameters } from './form-parameters';
import { FormReader } from './form.reader';

/** Reads the form in the body of a request into a DTO: `@Body(new FormPipe(PresentedTokenRequest))`. */
export class FormPipe<Dto extends object> implements PipeTransform<unknown, Dto> {
  private readonly reader: FormReader<Dto>;

  /** Takes a class whose properties are declared by `@FormParameter`. */
  constructor(type: new () => Dto) {
    this.reader = new FormReader(type);
  }

  /** Throws the errors of `formParameters` and `FormReader.read`. */
  transform(body: unknown): Dto {
    return this.reader.read(formParameters({ body }));
  }
}
