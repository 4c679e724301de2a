import { createRequire } from 'node:module';
import type * as Pipeline from '@azure/core-rest-pipeline';
import type * as Identity from '@azure/identity';

// Loaded when first needed: together they take longer to load than most commands run. `import()` would load the
// ES module builds beside those that the SDK itself requires.
const load = createRequire(__filename);

/** @azure/core-rest-pipeline, about 70 ms. */
export function loadPipeline(): typeof Pipeline {
  return load('@azure/core-rest-pipeline') as typeof Pipeline;
}

/** @azure/identity, about 100 ms. */
export function loadIdentity(): typeof Identity {
  return load('@azure/identity') as typeof Identity;
}
