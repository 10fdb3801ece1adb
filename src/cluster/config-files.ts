import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { contentHash } from '../auth/content-hash';
import { Problem, refuseAll } from '../errors/refuse';
import { didYouMean } from '../slurm/spelling';

/** ConfigMap objects near 1 MiB are refused by the API server. */
const mostBytes = 1_000_000;

/** Files of one ConfigMap that the Controller projects into /etc/slurm; the object exists from the first file on. */
export class ConfigFiles {
  private readonly files = new Map<string, () => string>();
  private readonly maps: { readonly name: string }[] = [];
  private configMap?: ApiObject;

  public constructor(
    private readonly scope: Construct,
    private readonly id: string,
    private readonly name: string,
    private readonly created: (configMap: ApiObject) => void,
  ) {}

  /** Adds a file whose text is final only at synthesis. */
  public add(file: string, text: () => string): void {
    this.files.set(file, text);
    if (!this.configMap) {
      this.configMap = new ApiObject(this.scope, this.id, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: this.name },
        data: Lazy.any({ produce: () => this.data() }),
      });
      this.created(this.configMap);
    }
  }

  /** Adds a ConfigMap that somebody else keeps. */
  public addMap(configMap: { readonly name: string }): void {
    this.maps.push(configMap);
  }

  public has(file: string): boolean {
    return this.files.has(file);
  }

  public text(file: string): string | undefined {
    return this.files.get(file)?.();
  }

  /** Whether a file has such text. */
  public contains(text: RegExp): boolean {
    return Object.values(this.data()).some(each => text.test(each));
  }

  /** References for the Controller: ours first, then theirs by name. */
  public refs(): { name: string }[] | undefined {
    const names = [...this.configMap ? [this.name] : [], ...this.maps.map(map => map.name).sort()];
    return names.length > 0 ? names.map(name => ({ name })) : undefined;
  }

  /** A digest of all files, for an annotation where the operator would miss their change. */
  public digest(): string {
    return contentHash(this.data());
  }

  public problems(): Problem[] {
    const bytes = Object.values(this.data()).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return bytes <= mostBytes ? [] : [{
      id: 'CONF-101', what: `the files of ConfigMap '${this.name}' are ${bytes} bytes, and the API server refuses objects near 1 MiB`, fix: 'shorten them, or bake them into the image',
    }];
  }

  private data(): { [file: string]: string } {
    return Object.fromEntries([...this.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, text]) => [file, text()]));
  }
}

/** Names of files that the Controller may get, besides what the operator itself writes. */
const knownFiles = [
  'acct_gather.conf', 'burst_buffer.conf', 'cgroup.conf', 'cli_filter.lua', 'gres.conf', 'helpers.conf', 'job_container.conf', 'job_submit.lua',
  'mpi.conf', 'namespace.yaml', 'oci.conf', 'plugstack.conf', 'topology.conf', 'topology.yaml',
];

/** Refuses a configuration file that the operator's webhook or slurmctld would refuse. */
export function checkConfigFile(construct: Construct, file: string, text: string): void {
  const problems: Problem[] = [];
  if (file === 'slurm.conf' || file === 'slurmdbd.conf') {
    problems.push({
      id: 'CONF-102',
      what: `'${file}' is written by slurm-operator, and its webhook refuses another one`,
      fix: file === 'slurm.conf' ? "use 'slurmConf' and 'extraSlurmConf'" : "use 'slurmdbdConf' of 'accounting'",
    });
  } else if (!/^[A-Za-z0-9._-]+$/.test(file) || ['slurm.key', 'jwt.key', 'jwks.json'].includes(file)) {
    problems.push({ id: 'CONF-103', what: `'${file}' cannot be a file in /etc/slurm: it would hide a key, or is no file name that a ConfigMap takes`, fix: "use a name such as 'mpi.conf'" });
  } else if (!knownFiles.includes(file)) {
    // Other files may be included by known ones, so only a slip of the pen is refused.
    const near = didYouMean(file, knownFiles);
    if (near) {
      problems.push({ id: 'CONF-104', what: `'${file}' is not a configuration file that Slurm reads`, fix: `did you mean '${near}'?` });
    }
  }
  if (text.trim() === '') {
    problems.push({ id: 'CONF-105', what: `'${file}' is empty`, fix: 'leave it out' });
  }
  refuseAll(construct, problems);
}
