import * as fs from 'fs';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** A prolog or epilog: an executable text with a `#!` line. */
export class Script {
  /** The script as text. */
  public static inline(text: string): Script {
    return new Script(text);
  }

  /**
   * The script from a file beside your program, read when the program runs.
   *
   * @param path relative paths start at the working directory
   */
  public static fromFile(path: string): Script {
    return fs.statSync(path, { throwIfNoEntry: false })?.isFile() ? new Script(fs.readFileSync(path, 'utf-8')) : new Script('', path);
  }

  private constructor(private readonly text: string, private readonly missing?: string) {}

  /** @internal */
  public _text(): string {
    return this.text;
  }

  /** @internal */
  public _problems(name: string): Problem[] {
    if (this.missing !== undefined) {
      return [{ id: 'SCR-002', what: `script '${name}' is to be read from '${this.missing}', where no file is`, fix: 'correct the path' }];
    }
    if (!this.text.startsWith('#!')) {
      return [{ id: 'SCR-003', what: `script '${name}' does not start with '#!', so the daemon cannot execute it and drains the node`, fix: "start it with '#!/bin/bash'" }];
    }
    return this.text.includes('\r\n')
      ? [{ id: 'SCR-004', what: `script '${name}' has Windows line ends, so its interpreter is not found and the daemon drains the node`, fix: 'save it with line feeds alone' }]
      : [];
  }
}

checksArguments(Script, 'Script');
