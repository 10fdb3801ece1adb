import { readFileSync } from 'fs';
import * as path from 'path';
import { KeywordTable, keyword } from '../../src/slurm/catalog';

const source = readFileSync(path.join(__dirname, '../../src/accounting/slurmdbd-conf-settings.ts'), 'utf8');
const props = [...source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+readonly (\w+)\?: ([^;]+);/g)].map(([, comment, prop, type]) => ({ comment, prop, type }));

test('every setting of slurmdbd.conf is found in the source', () => {
  expect(props).toHaveLength([...source.matchAll(/^ {2}readonly /gm)].length);
  expect(props.length).toBeGreaterThanOrEqual(40);
});

test.each(props)('setting $prop is a key of slurmdbd.conf, named in its comment, with a default', ({ comment, prop }) => {
  const key = keyword(KeywordTable.SLURMDBD_CONF, prop);
  expect(comment.replace(/\s*\n\s*\*\s*/g, ' ')).toContain(`Slurm: \`${key?.name}\`.`);
  expect(comment).toContain('@default');
  expect(key?.deprecated ?? false).toBe(false);
});

test.each(props)('setting $prop has the type of its key', ({ prop, type }) => {
  const { kind, unit } = keyword(KeywordTable.SLURMDBD_CONF, prop)!;
  const expected = kind === 'bool' ? /^boolean$/
    : kind === 'tokens' ? /\[\]$/
      : kind === 'purge-age' ? /^PurgeAge$/
        : kind === 'time' || unit === 'seconds' ? /^Duration$/
          : /^uint/.test(kind) ? /^number$/ : /^(string|LogLevel|LogTimeFormat)$/;
  expect(type).toMatch(expected);
});
