import * as fs from 'fs';
import * as path from 'path';
import { InputError } from './input-error';

/** Writes a file whole or not at all: it is complete beside its place before it takes it. */
export function writeFile(file: string, text: string): void {
  checkFileTarget(file);
  try {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) {
      // A pipe or a device is written to, never replaced.
      fs.writeFileSync(file, text);
      return;
    }
    const target = found === undefined ? path.resolve(file) : fs.realpathSync(file);
    const folder = fs.mkdtempSync(path.join(path.dirname(target), '.slurm-constructs-'));
    try {
      const beside = path.join(folder, 'file');
      fs.writeFileSync(beside, text);
      if (found !== undefined) {
        fs.chmodSync(beside, found.mode);
      }
      fs.renameSync(beside, target);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new InputError(`${file}: cannot be written (${String(error.code)})`, { cause: error }) : error;
  }
}

/** Refuses a place where no file can be, before any work is done for it. */
export function checkFileTarget(file: string): void {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${file}: it is a folder, and a file is wanted, such as ${path.join(file, 'report.html')}`);
  }
  const folder = path.dirname(path.resolve(file));
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${file}: there is no folder ${folder}`);
  }
}
