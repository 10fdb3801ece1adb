import { LintFinding, sortedFindings } from './finding';
import { Hostlist } from './hostlist';
import { Topology, TopologyKind } from './topology';
import { checkTopologies } from './topology-check';
import { parseTopologyConf, renderTopologyConf } from './topology-conf';
import { TopologyForm } from './topology-findings';
import { renderTopologyYaml } from './topology-yaml';
import { parseTopologyYaml } from './topology-yaml-parser';

/** What is known about a file before it is read. */
export interface TopologyFileOptions {
  /** Name of the file in findings. Default: `topology.yaml` or `topology.conf`. */
  readonly file?: string;
  /** Kind of `TopologyPlugin`, for topology.conf. Default: the kind that knows the first key. */
  readonly kind?: TopologyKind;
}

/**
 * A topology.yaml or topology.conf: as read, it is written back byte for byte; with other topologies it is written anew.
 *
 * @see https://slurm.schedmd.com/topology.yaml.html
 */
export class TopologyFile {
  /** Reads a file. Never throws; what cannot be read is a finding of `check`. */
  public static parse(text: string, form: TopologyForm, options: TopologyFileOptions = {}): TopologyFile {
    const file = options.file ?? form;
    const { topologies, findings } = form === TopologyForm.YAML ? parseTopologyYaml(text, file) : parseTopologyConf(text, file, options.kind);
    return new TopologyFile(form, file, topologies, findings, text);
  }

  /** A file with these topologies; throws when topology.conf is to hold anything but one tree, block or ring topology. */
  public static of(form: TopologyForm, topologies: readonly Topology[]): TopologyFile {
    if (form === TopologyForm.YAML) {
      return new TopologyFile(form, form, [...topologies], [], renderTopologyYaml(topologies));
    }
    const [topology] = topologies;
    if (topology === undefined || topologies.length > 1) {
      throw new Error(`topology.conf holds one topology but ${topologies.length} are given; write topology.yaml`);
    }
    return new TopologyFile(form, form, [topology], [], renderTopologyConf(topology));
  }

  /** Which of the two files it is. */
  public readonly form: TopologyForm;
  /** Its topologies, in order. */
  public readonly topologies: Topology[];
  private readonly file: string;
  private readonly reading: LintFinding[];
  private readonly text: string;

  private constructor(form: TopologyForm, file: string, topologies: Topology[], reading: LintFinding[], text: string) {
    this.form = form;
    this.file = file;
    this.topologies = topologies;
    this.reading = reading;
    this.text = text;
  }

  /** What slurmctld would refuse, ignore or do unexpectedly, in the order of the file; nodes are compared with those of slurm.conf when given. */
  public check(knownNodes?: Hostlist): LintFinding[] {
    const { form, file } = this;
    return sortedFindings([...this.reading, ...checkTopologies(this.topologies, { form, file, ...(knownNodes && { knownNodes }) })]);
  }

  /** The text of the file. */
  public toString(): string {
    return this.text;
  }
}
