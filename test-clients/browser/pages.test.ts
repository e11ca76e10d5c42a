import { describe } from 'node:test';
import { PageSuite } from '../support/page-suite';
import { DATABASES } from '../support/signed-in-suite';
import { answerTests } from './pages/answers';
import { questionTests } from './pages/question';
import { sessionTests } from './pages/sessions';

for (const database of DATABASES)
  describe(`the pages in Chromium, over two nodes on ${database}`, () => {
    const suite = new PageSuite(database);
    answerTests(suite);
    sessionTests(suite);
    questionTests(suite);
  });
