import { execFile } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { promisify } from 'util';
import { clusterProgram } from './cluster-programs';
import type { Command, Result } from './pulumi-command';
import { pulumiFolders } from './pulumi-programs';
import { RealCluster } from './real-cluster';

const repository = path.join(__dirname, '..');

/** Controllers of Kubernetes without which Pulumi would wait for volumes and for the end of namespaces. */
const controllers = [
  'namespace-controller', 'garbage-collector-controller', 'serviceaccount-controller',
  'persistentvolume-binder-controller', 'persistentvolumeclaim-protection-controller', 'persistentvolume-protection-controller',
];

/** The Pulumi engine with its Kubernetes provider, in front of an API server. Stacks lie in the folder of the cluster. */
export class PulumiEngine {
  constructor(private readonly cluster: RealCluster) {
    fs.mkdirSync(cluster.file('bin'));
    const random = path.join(__dirname, 'random-provider.ts');
    fs.writeFileSync(cluster.file('bin', 'pulumi-resource-random'), `#!/bin/sh\ncd '${repository}' && exec '${process.execPath}' --import tsx '${random}' "$@"\n`, { mode: 0o755 });
  }

  /** Starts no more of kube-controller-manager than Pulumi needs: without those of Jobs and Deployments there is no pod. */
  public startControllers(): void {
    this.cluster.run('volume-controllers', clusterProgram('kube-controller-manager'), [
      `--kubeconfig=${this.cluster.kubeconfig}`, '--leader-elect=false', '--secure-port=0', `--controllers=${controllers.join(',')}`,
    ]);
  }

  /**
   * Runs a command of the engine.
   *
   * @param program path of the program's module in the repository
   */
  public async run(verb: Command['verb'], program: string, project: string, settings: Partial<Pick<Command, 'config' | 'secrets'>> = {}): Promise<Result> {
    const { cluster } = this;
    const command: Command = { verb, program: path.join(repository, program), project, stack: 'test', home: cluster.file('pulumi'), config: {}, secrets: {}, ...settings };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(__dirname, 'pulumi-command.ts'), JSON.stringify(command)], {
      cwd: repository,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        HOME: cluster.folder,
        KUBECONFIG: cluster.kubeconfig,
        PATH: [cluster.file('bin'), ...pulumiFolders, process.env.PATH].join(path.delimiter),
        TSX_TSCONFIG_PATH: path.join(repository, 'test/tsconfig.json'),
      },
    });
    return JSON.parse(stdout.trim().split('\n').pop()!) as Result;
  }

  /** The state of a stack as it lies on the disk. */
  public state(project: string): string {
    return fs.readFileSync(this.cluster.file('pulumi', 'stacks', '.pulumi', 'stacks', project, 'test.json'), 'utf8');
  }
}
