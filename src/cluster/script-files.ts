import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigFiles } from './config-files';
import { Script } from './script';
import { Problem, refuseAll } from '../errors/refuse';

/** Scripts of one kind, in a ConfigMap whose keys carry the kind so that they do not hide each other in /etc/slurm. */
export class ScriptFiles {
  private readonly files: ConfigFiles;

  public constructor(
    private readonly scope: Construct,
    id: string,
    private readonly prefix: string,
    clusterName: string,
    created: (configMap: ApiObject) => void,
  ) {
    this.files = new ConfigFiles(scope, id, `${clusterName}-${prefix}-scripts`, created);
  }

  public add(name: string, script: Script): void {
    refuseAll(this.scope, script._problems(name));
    const text = script._text();
    this.addLater(name, () => text);
  }

  /** Adds a script whose text is final only at synthesis. */
  public addLater(name: string, text: () => string): void {
    const file = `${this.prefix}-${name}`;
    const problems: Problem[] = [];
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
      problems.push({ id: 'SCR-001', what: `'${name}' is not a file name that a ConfigMap takes`, fix: "use e.g. '10-scratch.sh'" });
    }
    if (this.files.has(file)) {
      problems.push({ id: 'SCR-005', what: `there are two ${this.prefix} scripts named '${name}'`, fix: 'rename one' });
    }
    refuseAll(this.scope, problems);
    this.files.add(file, text);
  }

  /** Whether a script has such text. */
  public contains(text: RegExp): boolean {
    return this.files.contains(text);
  }

  public refs(): { name: string }[] | undefined {
    return this.files.refs();
  }

  public digest(): string {
    return this.files.digest();
  }

  public problems(): Problem[] {
    return this.files.problems();
  }
}
