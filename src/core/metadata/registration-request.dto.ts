import { IsOptional } from 'class-validator';
import { SENT_ROWS } from './metadata-table';

/** The class by which class-validator knows the rules of the table: those of every member that a request may carry. */
export class RegistrationRequestDto {
  readonly [member: string]: unknown;
}

for (const { name, is } of SENT_ROWS)
  for (const decorate of [IsOptional(), ...is.rules]) decorate(RegistrationRequestDto.prototype, name);
