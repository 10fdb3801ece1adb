import { isUtf8 } from 'buffer';
import * as fs from 'fs';
import { InputError } from './input-error';
import type { CliIo } from './io';

/** Largest file or stream that is read, in MiB: the YAML of several thousand node sets. */
const MAX_FILE_MIB = 32;
/** Most text that one command reads, in MiB. */
export const MAX_TOTAL_MIB = 128;

const MIB = 1024 * 1024;
const CHUNK = 256 * 1024;

/** Reads a file, pipe or device as UTF-8 text, never more than the limit. */
export function readTextFile(file: string): string {
  const descriptor = openFile(file);
  try {
    const { size } = fs.fstatSync(descriptor);
    if (size > MAX_FILE_MIB * MIB) {
      throw tooLarge(file, `it has ${Math.ceil(size / MIB)} MiB`);
    }
    return decoded(file, readAll(file, descriptor));
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Reads standard input as UTF-8 text, never more than the limit. */
export async function readStdin(name: string, io: CliIo): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of io.stdin) {
      size += chunk.length;
      if (size > MAX_FILE_MIB * MIB) {
        throw tooLarge(name, `it has more than ${MAX_FILE_MIB} MiB`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw systemCode(error) === undefined ? error : fileProblem(name, error);
  }
  return decoded(name, Buffer.concat(chunks));
}

/** What the operating system says, in words. */
export function fileProblem(file: string, error: unknown): InputError {
  const code = systemCode(error) ?? String(error);
  const reasons: { readonly [code: string]: string } = {
    ENOENT: 'no such file or folder',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    EISDIR: 'it is a folder',
    ELOOP: 'its symbolic links lead round in a circle',
    ENAMETOOLONG: 'its name is too long',
    ENOTDIR: 'a part of its path is a file, not a folder',
    ENXIO: 'it is a socket',
  };
  return new InputError(`${file}: ${reasons[code] ?? `cannot be read (${code})`}`, { cause: error });
}

function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
}

function openFile(file: string): number {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    throw fileProblem(file, error);
  }
}

function readAll(file: string, descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; ;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const read = readChunk(file, descriptor, chunk);
    if (read === 0) {
      return Buffer.concat(chunks);
    }
    size += read;
    if (size > MAX_FILE_MIB * MIB) {
      throw tooLarge(file, `it has more than ${MAX_FILE_MIB} MiB`);
    }
    chunks.push(chunk.subarray(0, read));
  }
}

function readChunk(file: string, descriptor: number, chunk: Buffer): number {
  try {
    return fs.readSync(descriptor, chunk);
  } catch (error) {
    throw fileProblem(file, error);
  }
}

function tooLarge(name: string, size: string): InputError {
  return new InputError(`${name}: ${size} and at most ${MAX_FILE_MIB} MiB are read; give the Slurm objects alone, `
    + 'such as the output of kubectl get controllers.slinky.slurm.net,nodesets.slinky.slurm.net,configmaps -o yaml');
}

function decoded(name: string, bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe || bytes[0] === 0xfe && bytes[1] === 0xff) {
    throw new InputError(`${name}: it is text in UTF-16; save it as UTF-8, in PowerShell with | Out-File -Encoding utf8`);
  }
  if (isUtf8(bytes) && !bytes.includes(0)) {
    return new TextDecoder().decode(bytes);
  }
  if (!bytes.some(isControl)) {
    const before = new TextDecoder().decode(bytes).split('\ufffd', 1)[0];
    throw new InputError(`${name}: it is no text in UTF-8, beginning with line ${before.split('\n').length}; save it as UTF-8`);
  }
  throw new InputError(`${name}: it is binary, not YAML or JSON; unpack or render it first`);
}

// What no text holds: the control characters beside tabs, ends of lines and pages, and escapes.
function isControl(byte: number): boolean {
  return byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b;
}
