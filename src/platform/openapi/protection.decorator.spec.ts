import { applyDecorators, type CanActivate, UseGuards } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants';
import { Answers } from './answers.decorator';
import { CALLERS } from './callers';
import { callerOf, ProtectedBy } from './protection.decorator';

class Protecting implements CanActivate {
  canActivate(): true {
    return true;
  }
}
class Counting extends Protecting {}

const protection = ProtectedBy({ guards: [Protecting], caller: CALLERS.client });
const answers = Answers('Do something.', { tag: 'Tokens', about: 'Nothing else.', gives: [200] });

/** A handler with these decorators. The last one stands lowest, so it is applied first. */
const handlerWith = (...decorators: MethodDecorator[]): object => {
  class Controller {
    handle(): void {
      // answers nothing
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Controller.prototype, 'handle') ?? {};
  applyDecorators(...decorators.toReversed())(Controller.prototype, 'handle', descriptor);
  return descriptor.value as object;
};

describe('the protection of a handler', () => {
  it.each([
    ['above', [answers, UseGuards(Counting), protection]],
    ['below', [answers, protection, UseGuards(Counting)]],
  ])('runs before other guards that stand %s', (_, decorators) => {
    expect(Reflect.getMetadata(GUARDS_METADATA, handlerWith(...decorators))).toEqual([Protecting, Counting]);
  });

  it.each([
    ['above', [protection, answers]],
    ['below', [answers, protection]],
  ])('is documented when it stands %s the description', (_, decorators) => {
    expect(callerOf(handlerWith(...decorators))).toBe(CALLERS.client);
  });
});
