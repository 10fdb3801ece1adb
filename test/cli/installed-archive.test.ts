import * as fs from 'fs';
import * as path from 'path';
import { folder } from './fake-io';
import { archiveSpecifier, installedArchive } from '../../src/cli/installed-archive';

function project(resolved: string): string {
  return folder({
    'packed/slurm-constructs-0.1.0.tgz': '',
    'app/node_modules/.package-lock.json': JSON.stringify({ packages: { 'node_modules/slurm-constructs': { version: '0.1.0', resolved } } }),
  });
}

function archiveOf(root: string): string | undefined {
  return installedArchive(path.join(root, 'app/node_modules/slurm-constructs'));
}

test('a package that came as a file is asked for as that file, from any folder', () => {
  const root = project('file:../packed/slurm-constructs-0.1.0.tgz');
  const archive = archiveOf(root)!;
  expect(archive).toBe(path.join(root, 'packed/slurm-constructs-0.1.0.tgz'));
  expect(archiveSpecifier(archive, path.join(root, 'app/new/cluster'))).toBe('file:../../../packed/slurm-constructs-0.1.0.tgz');
});

test('a folder behind a link is the one that it leads to', () => {
  const root = project('file:../packed/slurm-constructs-0.1.0.tgz');
  fs.mkdirSync(path.join(root, 'deep/er'), { recursive: true });
  fs.symlinkSync(path.join(root, 'deep/er'), path.join(root, 'link'));
  expect(archiveSpecifier(archiveOf(root)!, path.join(root, 'link/cluster'))).toBe('file:../../../packed/slurm-constructs-0.1.0.tgz');
});

test.each([
  ['comes from a registry', 'https://registry.npmjs.org/slurm-constructs/-/slurm-constructs-0.1.0.tgz'],
  ['came as a file that is gone', 'file:../packed/slurm-constructs-0.0.9.tgz'],
  ['is a linked folder', '../slurm-constructs'],
])('one that %s has no archive', (_, resolved) => {
  expect(archiveOf(project(resolved))).toBeUndefined();
});

test('without a record of npm there is no archive', () => {
  expect(archiveOf(folder({ 'app/node_modules/slurm-constructs/package.json': '{}' }))).toBeUndefined();
  expect(archiveOf(folder({ 'app/node_modules/.package-lock.json': 'no JSON' }))).toBeUndefined();
});
