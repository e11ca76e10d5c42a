import 'reflect-metadata';
import { runClientele } from './clientele/run-clientele';

/** `npm run -s clientele -- ...`: what an operator does with a running installation. */
void runClientele();
