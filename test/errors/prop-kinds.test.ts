import { readFileSync } from 'fs';
import * as path from 'path';
import { propKinds, propKindsFile } from '../../scripts/generate-prop-kinds';

test('the kinds are those of the types of the library; npx tsx scripts/generate-prop-kinds.ts writes them anew', () => {
  expect(readFileSync(path.resolve(__dirname, '../..', propKindsFile), 'utf8')).toBe(propKinds());
}, 120_000);
