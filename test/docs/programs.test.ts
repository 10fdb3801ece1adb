import * as fs from 'fs';
import * as path from 'path';

const docs = path.join(__dirname, '../../docs');
const programs = fs.readdirSync(docs).flatMap(page => [...fs.readFileSync(path.join(docs, page), 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)]
  .map((match, index): [string, number, string] => [page, index + 1, match[1]]));

/** The lines of a program, wherever it stands; those with which only a module begins and ends say nothing here. */
function lines(program: string): string {
  return program.split('\n').map(line => line.trim().replace(/^export /, '')).filter(line => line !== '' && !line.startsWith('import ')).join('\n');
}

const tried = fs.readdirSync(__dirname).map(file => lines(fs.readFileSync(path.join(__dirname, file), 'utf8')));

test.each(programs)('%s: program %d stands in a test of this folder, where the compiler sees it and it runs', (_page, _number, program) => {
  expect(tried.filter(file => file.includes(lines(program)))).toHaveLength(1);
});
