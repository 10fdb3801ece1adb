import { refuseOtherArguments } from '../errors/refuse-kinds';

/** What node-problem-detector looks for in the log of the kernel. */
export interface NodeProblemRulesOptions {
  /**
   * Numbers of the XID errors after which a GPU must be reset or repaired.
   *
   * @default - 48, 64, 74, 79, 95, 119, 120 and 140
   * @see https://docs.nvidia.com/deploy/xid-errors/
   */
  readonly fatalXids?: number[];
}

/**
 * Rules of node-problem-detector for machines with GPUs: the conditions `GpuXid` and `NvSwitchSxid` become True when the driver writes of a fault that needs
 * a reset or a repair. They read the log of the kernel alone and need nothing in the detector's image.
 *
 * With its Helm chart, `monitorDefinitions` is `settings.custom_monitor_definitions`, and `logMonitors` belongs into `settings.log_monitors`. A condition
 * stays True until the detector starts anew, as it does when the machine has been rebooted. It drains nothing by itself: see `NodeHealth`.
 *
 * @see https://github.com/kubernetes/node-problem-detector
 */
export class NodeProblemRules {
  /** Files of rules by name. */
  public readonly monitorDefinitions: { [file: string]: string };
  /** Paths of these files in the pods of the detector. */
  public readonly logMonitors: string[];
  /** Types of the conditions, for `nodeConditions` of `NodeHealth`, whose defaults hold them. */
  public readonly conditionTypes: string[];

  public constructor(options: NodeProblemRulesOptions = {}) {
    refuseOtherArguments('NodeProblemRules', 'NodeProblemRulesOptions', options);
    const xids = options.fatalXids ?? [48, 64, 74, 79, 95, 119, 120, 140];
    const file = 'gpu-kernel-monitor.json';
    this.conditionTypes = ['GpuXid', 'NvSwitchSxid'];
    this.logMonitors = [`/custom-config/${file}`];
    this.monitorDefinitions = {
      [file]: `${JSON.stringify({
        plugin: 'kmsg',
        logPath: '/dev/kmsg',
        lookback: '5m',
        bufferSize: 10,
        source: 'gpu-kernel-monitor',
        conditions: [
          { type: 'GpuXid', reason: 'NoFatalXid', message: 'the driver wrote of no fatal XID error' },
          { type: 'NvSwitchSxid', reason: 'NoFatalSxid', message: 'the driver wrote of no fatal SXid error' },
        ],
        rules: [
          { type: 'permanent', condition: 'GpuXid', reason: 'FatalXid', pattern: `NVRM: Xid \\(PCI:[0-9A-Fa-f:.]+\\): (${xids.join('|')}),.*` },
          { type: 'permanent', condition: 'NvSwitchSxid', reason: 'FatalSxid', pattern: 'nvidia-nvswitch[0-9]+: SXid \\(PCI:[0-9A-Fa-f:.]+\\): [0-9]+, Fatal.*' },
        ],
      }, undefined, 2)}\n`,
    };
  }
}
