import * as fs from 'fs';
import * as path from 'path';

const repository = path.join(__dirname, '../..');
const pages = [
  'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md',
  ...fs.readdirSync(path.join(repository, 'docs')).map(name => `docs/${name}`),
  ...fs.readdirSync(path.join(repository, 'examples')).map(name => `examples/${name}/README.md`),
];

/** What stands behind `#` in links to the headings of a page: their words in lower case, without signs. */
function anchors(file: string): string[] {
  const text = fs.readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
}

test.each(pages)('links of %s lead somewhere', name => {
  const file = path.join(repository, name);
  const links = [...fs.readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const lost = links.filter(([, page, anchor]) => {
    const target = page === '' ? file : path.join(path.dirname(file), page);
    return !fs.existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
  });
  expect(lost.map(([link]) => link)).toEqual([]);
});

test('README names every page and every example', () => {
  const readme = fs.readFileSync(path.join(repository, 'README.md'), 'utf8');
  const named = (page: string) => readme.includes(`](${page.replace(/\/README\.md$/, '')})`);
  expect(pages.filter(page => page !== 'README.md' && !named(page))).toEqual([]);
});
