import type { ShellCheck } from './shell-check';
import { Script } from '../cluster/script';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Options of a check of one's own. */
export interface HealthScriptOptions {
  /** Longest time of the check in seconds; one that takes longer cannot tell. @default 10 */
  readonly limitSec?: number;

  /** Whether it runs before every job too, so that an ill node gets none. It delays every job by the time that it takes. @default false */
  readonly beforeJobs?: boolean;
}

/** Something that a healthy node has. A node that lacks it is drained, with a reason that says so. */
export class HealthCheck {
  /**
   * As many GPUs answer as the node set declares, and none waits for a reset or a repair of its memory. On nodes without GPUs of NVIDIA it finds nothing
   * wrong. It runs before jobs with GPUs too.
   */
  public static gpus(): HealthCheck {
    return new HealthCheck({ label: 'GPU', command: ['gpus'], limit: 40, beforeJobs: true });
  }

  /** The short diagnosis of DCGM (`dcgmi diag -r 1`) finds no fault. It needs `dcgmi` in the image of slurmd and a host engine that answers. */
  public static dcgm(): HealthCheck {
    return new HealthCheck({ label: 'DCGM', command: ['dcgm'], limit: 40, beforeJobs: false });
  }

  /**
   * A file system is mounted and answers.
   *
   * @param path where workers see it
   */
  public static mounted(path: string): HealthCheck {
    const problems = /^\/[A-Za-z0-9._/-]*$/.test(path) ? [] : [problem('HLTH-011', `'${path}' is no plain absolute path`, "use e.g. HealthCheck.mounted('/home')")];
    return new HealthCheck({ label: path, command: ['mounted', path], limit: 10, beforeJobs: false }, problems);
  }

  /**
   * A file system has some room left.
   *
   * @param path a directory on it, e.g. `/tmp`
   * @param leastPercent share of the space that must be free, from 1 to 99
   */
  public static freeSpace(path: string, leastPercent: number = 5): HealthCheck {
    const problems = [
      ...(/^\/[A-Za-z0-9._/-]*$/.test(path) ? [] : [problem('HLTH-011', `'${path}' is no plain absolute path`, "use e.g. HealthCheck.freeSpace('/tmp')")]),
      ...(Number.isInteger(leastPercent) && leastPercent > 0 && leastPercent < 100 ? [] : [
        problem('HLTH-012', `'leastPercent' of free space of '${path}' is ${leastPercent}, and a node can have from 1 to 99 whole percent`, 'use e.g. 5'),
      ]),
    ];
    return new HealthCheck({ label: path, command: ['free_space', path, String(leastPercent)], limit: 10, beforeJobs: false }, problems);
  }

  /**
   * So many InfiniBand or RoCE ports are up. Workers must see them: with the host's network, or devices that a device plugin gives them.
   *
   * @param ports at least so many
   */
  public static rdmaPorts(ports: number): HealthCheck {
    const problems = Number.isInteger(ports) && ports > 0 ? [] : [problem('HLTH-013', `'ports' of the RDMA check is ${ports}`, 'use the number of ports of a machine, e.g. 8')];
    return new HealthCheck({ label: 'RDMA', command: ['rdma_ports', String(ports)], limit: 5, beforeJobs: false }, problems);
  }

  /**
   * A check of one's own, that runs as root on every node. It ends with 0 when all is well, and with 1 when the node is ill; the first line that it prints is
   * then the reason. Any other end means that it could not tell, and changes nothing. Plugins of node-problem-detector follow the same rules.
   *
   * @param name what the reason starts with, e.g. `scratch`
   */
  public static script(name: string, script: Script, options: HealthScriptOptions = {}): HealthCheck {
    const limit = options.limitSec ?? 10;
    const problems = [
      ...(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) ? [] : [problem('HLTH-014', `'${name}' cannot be the name of a check`, "use up to 32 of a-z, 0-9 and '-', e.g. 'scratch'")]),
      ...(Number.isInteger(limit) && limit > 0 ? [] : [problem('HLTH-015', `'limitSec' of check '${name}' is ${limit}`, 'use whole seconds, e.g. 10')]),
      ...script._problems(name),
    ];
    const file = `check-${name}`;
    return new HealthCheck(
      { label: name, command: ['own_check', String(limit), file], limit, beforeJobs: options.beforeJobs ?? false, script: { file, text: script._text() } }, problems,
    );
  }

  private constructor(private readonly check: ShellCheck, private readonly problems: Problem[] = []) {}

  /** @internal */
  public get _check(): ShellCheck {
    return this.check;
  }

  /** @internal */
  public _problems(): Problem[] {
    return this.problems;
  }
}

checksArguments(HealthCheck, 'HealthCheck');

function problem(id: string, what: string, fix: string): Problem {
  return { id, what, fix };
}
