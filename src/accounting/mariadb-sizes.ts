import { Size } from 'cdk8s';
import { Problem } from '../errors/refuse';
import { wholeMebibytes } from '../pods/quantities';

/** How large a database made for a cluster is. */
export interface MariadbSizes {
  /**
   * Memory of the server, requested and limited. Seven tenths are its buffer pool, for which slurmdbd warns below 2 GiB and asks 4 GiB.
   *
   * @default Size.gibibytes(4)
   */
  readonly memory?: Size;

  /** Size of its volume; a million jobs take a few GiB. @default Size.gibibytes(20) */
  readonly storage?: Size;

  /** Class of its volume. @default - the cluster's own */
  readonly storageClassName?: string;
}

/** The sizes with defaults. */
export function mariadbSizes(sizes: MariadbSizes): { memory: Size; storage: Size } {
  return { memory: sizes.memory ?? Size.gibibytes(4), storage: sizes.storage ?? Size.gibibytes(20) };
}

/** What is wrong with sizes. */
export function sizeProblems(sizes: MariadbSizes): Problem[] {
  const { memory, storage } = mariadbSizes(sizes);
  const problems: Problem[] = [];
  if (wholeMebibytes(memory) < 512) {
    problems.push({ id: 'ACCT-008', what: `'memory' of the database is ${wholeMebibytes(memory)} MiB, with which MariaDB is killed under slurmdbd's load`, fix: 'use Size.gibibytes(1) to try things, Size.gibibytes(4) and up for work' });
  }
  if (wholeMebibytes(storage) < 1024) {
    problems.push({ id: 'ACCT-009', what: `'storage' of the database is ${wholeMebibytes(storage)} MiB, which MariaDB's own files nearly fill`, fix: 'use e.g. Size.gibibytes(20)' });
  }
  return problems;
}
