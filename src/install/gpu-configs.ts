import { Yaml } from 'cdk8s';
import type { SlurmCluster } from '../cluster';
import { Problem } from '../errors/refuse';
import type { GpuShare } from '../gpu/gres-conf';

/** Configurations that the GPU Operator must bring for node sets whose GPUs are cut or replicated: their workers wait for machines that have them. */
export class GpuConfigs {
  private readonly shares: GpuShare[] = [];

  public constructor(clusters: readonly SlurmCluster[] = []) {
    clusters.forEach(cluster => cluster._onGpus(share => this.shares.push(share)));
  }

  /** Value `devicePlugin.config`: what replicates GPUs, on machines whose label names it and on no other. */
  public devicePlugin(): object | undefined {
    const data = Object.fromEntries(this.shares.flatMap(({ sharing }) =>
      sharing?.devicePluginConfigName === undefined ? [] : [[sharing.devicePluginConfigName, sharing.devicePluginConfig]] as const));
    return Object.keys(data).length > 0 ? { create: true, name: 'slurm-device-plugin', data: sorted(data) } : undefined;
  }

  /** Value `migManager.config`. It takes the place of the stock ones, so all cuts are in it as soon as one of them is not stock. */
  public migManager(): object | undefined {
    const cuts = this.cuts();
    return cuts.every(({ isStock }) => isStock) ? undefined : {
      create: true,
      name: 'slurm-mig-parted',
      data: {
        'config.yaml': Yaml.stringify({
          'version': 'v1',
          'mig-configs': { 'all-disabled': [{ 'devices': 'all', 'mig-enabled': false }], ...sorted(Object.fromEntries(cuts.map(({ name, cut }) => [name, cut]))) },
        }),
      },
    };
  }

  /** Names that mean one thing for some node sets and another for others. */
  public problems(): Problem[] {
    const cuts = this.migManager() === undefined ? [] : this.cuts().map(({ name, cut }) => ({ name, text: JSON.stringify(cut) }));
    const plugins = this.shares.flatMap(({ sharing }) =>
      sharing?.devicePluginConfigName === undefined ? [] : [{ name: sharing.devicePluginConfigName, text: sharing.devicePluginConfig! }]);
    return [...differing(cuts).map(name => problem(name, 'the MIG manager')), ...differing(plugins).map(name => problem(name, 'the device plugin'))];
  }

  private cuts() {
    return this.shares.flatMap(({ mig, gpu }) => (mig === undefined ? [] : [{
      name: mig.configName(gpu), cut: mig._managerCut(gpu), isStock: mig._isStock(gpu),
    }]));
  }
}

function sorted<Value>(values: { readonly [name: string]: Value }): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function differing(configs: readonly { readonly name: string; readonly text: string }[]): string[] {
  const isDisputed = ({ name, text }: { readonly name: string; readonly text: string }) => configs.some(other => other.name === name && other.text !== text);
  return [...new Set(configs.filter(isDisputed).map(({ name }) => name))];
}

function problem(name: string, who: string): Problem {
  return { id: 'INST-034', what: `node sets mean different things by configuration '${name}' of ${who}, which has one of a name`, fix: "give one of them another 'configName'" };
}
