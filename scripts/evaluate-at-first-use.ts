import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { Plugin } from 'esbuild';

/**
 * Modules of a folder are evaluated at their first use, not where their importer begins: most programs need a fraction of them. None of ours does more
 * than define something, and what jsii compiled names an imported module only before a dot, so each such name becomes the call that loads it.
 */
export function evaluateAtFirstUse(folder: string): Plugin {
  return {
    name: 'modules wait for their first use',
    setup: esbuild => esbuild.onLoad({ filter: /\.js$/, namespace: 'file' }, ({ path: file }) => {
      return file.startsWith(folder + path.sep) ? { contents: waiting(file), loader: 'js' } : undefined;
    }),
  };
}

function waiting(file: string): string {
  let text = fs.readFileSync(file, 'utf8').replace(/^__exportStar\(require\("(\.[^"]+)"\), exports\);$/gm, (_, request: string) => {
    const names = Object.keys(createRequire(file)(request) as object).filter(name => name !== 'default');
    return names.map(name => `Object.defineProperty(exports, "${name}", { enumerable: true, get: () => require("${request}").${name} });`).join('\n');
  });
  for (const [line, name, request] of text.matchAll(/^(?:const|var) (\w+_\d+) = (require\("\.[^"]+"\));$/gm)) {
    // Not in strings, nor behind the dot of another object; in parentheses, since new would take the call for the class.
    text = text.replace(line, '').replace(new RegExp(`(?<![\\w'"]|(?<!\\.\\.)\\.)${name}(?=\\.)`, 'g'), `(${request})`);
  }
  return text;
}
