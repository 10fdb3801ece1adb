/**
 * Rewrites test/golden/<example>.yaml. Run it when manifests are meant to change, and read the difference as a user of the example would.
 *
 *     npm run golden
 */
import * as fs from 'fs';
import { exampleManifests, examples, goldenFile } from './example-manifests';

async function main(): Promise<void> {
  for (const example of examples) {
    fs.writeFileSync(goldenFile(example), await exampleManifests(example));
    console.log(`wrote ${goldenFile(example)}`);
  }
}

void main();
