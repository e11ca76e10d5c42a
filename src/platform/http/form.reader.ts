import { parameterRequired } from '../../core/errors/refusals';
import { InvalidRequest } from '../../core/errors/errors';
import { prepareRules, type Validator } from '../../core/validation/prepared-rules';
import { type DeclaredParameter, parametersOf } from './form-parameter.decorator';
import { repeatedParameter } from './read-form';

/**
 * Reads forms into a DTO, a class whose properties are declared by `@FormParameter`. Its parameters and rules are
 * looked up once, when the reader is created.
 */
export class FormReader<Dto extends object> {
  private readonly parameters: readonly DeclaredParameter[];
  private readonly validators: ReadonlyMap<string, Validator>;

  constructor(private readonly type: new () => Dto) {
    this.parameters = parametersOf(type);
    this.validators = prepareRules(type);
  }

  /**
   * Takes the parameters of a form, returns the DTO. Parameters that the DTO does not declare are ignored (RFC 6749
   * section 3.2). Throws `InvalidRequest` for a required parameter that is missing and for a repeated one, and for a
   * broken rule the error that the parameter declares.
   */
  read(form: URLSearchParams): Dto {
    const dto = new this.type() as Record<string, unknown>;
    for (const parameter of this.parameters) {
      const value = valueIn(form, parameter);
      if (value === undefined) continue;
      this.validate(parameter, value);
      dto[parameter.name] = value;
    }
    return dto as Dto;
  }

  private validate({ name, rejectedWith: Rejection = InvalidRequest }: DeclaredParameter, value: unknown): void {
    const [violation] = this.validators.get(name)?.(value) ?? [];
    if (violation) throw new Rejection([`${name} ${violation.rule}`, violation.remedy].join('; '));
  }
}

const valueIn = (form: URLSearchParams, parameter: DeclaredParameter): unknown => {
  const { name, isRepeatable, required, transform = asItIs } = parameter;
  const [first, ...others] = form.getAll(name).map(transform);
  if (isRepeatable) return first === undefined ? [] : [first, ...others];
  if (others.length > 0) throw new InvalidRequest(repeatedParameter(name));
  if (first === undefined && required !== undefined) throw parameterRequired(name, required);
  return first;
};

const asItIs = (text: string): unknown => text;
