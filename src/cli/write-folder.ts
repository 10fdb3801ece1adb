import * as fs from 'fs';
import * as path from 'path';
import { InputError } from './input-error';

/** Writes files into a folder, all or none: they are complete beside it before the first takes its place. */
export function writeFolder(folder: string, files: { readonly [file: string]: string }, force: boolean): void {
  const target = path.resolve(folder);
  checkTarget(folder, target, force);
  const beside = fs.mkdtempSync(path.join(existingParent(target), '.slurm-constructs-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(beside, file)), { recursive: true });
      fs.writeFileSync(path.join(beside, file), text);
    }
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (!fs.existsSync(target)) {
      fs.chmodSync(beside, 0o755);
      fs.renameSync(beside, target);
      return;
    }
    for (const file of Object.keys(files)) {
      fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
      fs.renameSync(path.join(beside, file), path.join(target, file));
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new InputError(`${folder}: cannot be written (${String(error.code)})`, { cause: error }) : error;
  } finally {
    fs.rmSync(beside, { recursive: true, force: true });
  }
}

/** Refuses a folder that holds something, before any work is done for it. */
export function checkTarget(folder: string, target: string = path.resolve(folder), force = false): void {
  const found = fs.statSync(target, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) {
    throw new InputError(`${folder}: it is a file, and a folder is wanted`);
  }
  if (found && !force && fs.readdirSync(target).some(name => name !== '.git')) {
    throw new InputError(`${folder}: it is not empty; choose another folder, or write over its files with --force`);
  }
}

function existingParent(target: string): string {
  const parent = path.dirname(target);
  return fs.existsSync(parent) ? parent : existingParent(parent);
}
