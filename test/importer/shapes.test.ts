import { readFileSync } from 'fs';
import * as path from 'path';
import { importShapes } from '../../scripts/generate-import-shapes';

test('the shapes are those of the types of the library; npx tsx scripts/generate-import-shapes.ts writes them anew', () => {
  for (const [file, text] of Object.entries(importShapes())) {
    expect(readFileSync(path.resolve(__dirname, '../..', file), 'utf8')).toBe(text);
  }
}, 120_000);
