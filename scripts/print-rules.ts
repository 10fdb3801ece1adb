import { writeFileSync } from 'fs';
import * as path from 'path';
import { rulesPage, trapsPage } from './rule-pages';

// Run with tsx; writes docs/rules.md and docs/traps.md.
const docs = path.resolve(__dirname, '../docs');
writeFileSync(path.join(docs, 'rules.md'), rulesPage());
writeFileSync(path.join(docs, 'traps.md'), trapsPage());
