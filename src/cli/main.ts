#!/usr/bin/env node
import * as nodeModule from 'module';
import { runCommandLine } from './command-line';

// Node.js 22.8 and later keep compiled code between runs; Node.js 20 has no such function.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

// A reader such as `head` may leave before the answer ends.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') {
    process.exit();
  }
  throw error;
});

void runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: process.stdout.isTTY,
  isErrorTerminal: process.stderr.isTTY,
  env: process.env,
}).then(code => { process.exitCode = code; });
