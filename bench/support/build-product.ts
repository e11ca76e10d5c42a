import { buildProduct } from './prepare';

/** Builds the product once for all programs that need it: they find it built. */
buildProduct();
