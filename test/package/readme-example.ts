import * as fs from 'fs';
import * as path from 'path';

const readme = path.join(__dirname, '../../README.md');

/** The TypeScript blocks of the README, as they stand there. */
export function readmePrograms(): string[] {
  return [...fs.readFileSync(readme, 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)].map(match => match[1]);
}
