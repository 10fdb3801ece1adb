import { existsSync } from 'fs';
import type { createRequire } from 'module';
import * as path from 'path';

const NODE_MODULES = path.resolve(__dirname, '../../node_modules');

/**
 * Loads a file of a package that has ES modules only, with Node's own loader: jest's cannot read them and hides Node's behind its
 * own `module`. By path, because such packages export nothing to `require`.
 *
 * @returns the module, or nothing when there is no such file in the package
 */
export function requireEsModule(packageName: string, file: string): unknown {
  const folder = path.join(NODE_MODULES, packageName);
  if (!existsSync(folder)) {
    throw new Error(`the manifest checks need ${packageName}: run "npm ci"`);
  }
  const module = path.join(folder, file);
  return existsSync(module) ? nodeModule().createRequire(__filename)(module) : undefined;
}

interface NodeModule {
  readonly createRequire: typeof createRequire;
}

function nodeModule(): NodeModule {
  const load: unknown = Reflect.get(process, 'getBuiltinModule');
  if (typeof load !== 'function') {
    throw new Error(`the manifest checks need Node.js 20.19 or later, this is ${process.version}`);
  }
  return load.call(process, 'module');
}
