import { IsOptional } from 'class-validator';
import { SENT_ROWS } from './metadata-table';

/** The class with the class-validator rules of the table, for every member that a request may contain. */
export class RegistrationRequestDto {
  readonly [member: string]: unknown;
}

for (const { name, is } of SENT_ROWS)
  for (const decorate of [IsOptional(), ...is.rules]) decorate(RegistrationRequestDto.prototype, name);
