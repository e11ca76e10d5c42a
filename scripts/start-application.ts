import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../src/app.module';
import { setUp } from '../src/app.setup';
import { Environment } from '../src/platform/config/environment';
import { createAdapter } from '../src/platform/http/adapter';

interface Options extends Pick<Environment, 'PORT' | 'HOST'> {
  /** Providers besides those of the modules. */
  readonly providers?: Provider[];
}

/** Starts the application as `main.ts` does, but on this environment instead of that of the process. Throws what its start throws. */
export const startApplication = async (
  environment: Environment,
  { PORT, HOST, providers = [] }: Options = environment,
): Promise<NestFastifyApplication> => {
  const module = await Test.createTestingModule({ imports: [AppModule.for(environment)], providers })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createAdapter(environment), {
    bodyParser: false,
    logger: false,
  });
  try {
    await setUp(app);
    await app.listen(PORT, HOST);
    return app;
  } catch (error) {
    await app.close(); // what has started already, such as its tasks
    throw error;
  }
};
