/** The Slurm node names of one NodeSet, as far as manifests decide them. Names are made on demand. */
export class NodeNames implements Iterable<string> {
  /** Names made of a prefix and a padded ordinal. */
  public static numbered(prefix: string, count: number, padding: number): NodeNames {
    return new NodeNames(count, prefix, padding);
  }

  /** Names taken from Kubernetes nodes: only the live cluster knows them. */
  public static ofKubeNodes(count?: number): NodeNames {
    return new NodeNames(count);
  }

  private constructor(
    /** Number of nodes; undefined when only the live cluster knows. */
    public readonly count?: number,
    /** Text before the ordinal; undefined when the names come from Kubernetes nodes. */
    public readonly prefix?: string,
    private readonly padding: number = 0,
  ) {}

  /** Whether the manifests alone say every name. */
  public get known(): boolean {
    return this.prefix !== undefined;
  }

  /** The first and the last name, in Slurm's bracket form: `gpu-[0-127]`. */
  public get folded(): string {
    if (this.prefix === undefined || this.count === undefined) {
      return '(names of the Kubernetes nodes)';
    }
    if (this.count < 2) {
      return this.count === 0 ? '' : this.at(0);
    }
    return `${this.prefix}[${this.ordinal(0)}-${this.ordinal(this.count - 1)}]`;
  }

  /** The longest name; empty when unknown. */
  public get longest(): string {
    return this.prefix === undefined || !this.count ? '' : this.at(this.count - 1);
  }

  /** The same names, so many of them. */
  public counted(count: number): NodeNames {
    return new NodeNames(count, this.prefix, this.padding);
  }

  public at(ordinal: number): string {
    return `${this.prefix ?? ''}${this.ordinal(ordinal)}`;
  }

  public *[Symbol.iterator](): Iterator<string> {
    if (this.prefix !== undefined) {
      for (let ordinal = 0; ordinal < (this.count ?? 0); ordinal++) {
        yield this.at(ordinal);
      }
    }
  }

  private ordinal(ordinal: number): string {
    return String(ordinal).padStart(this.padding, '0');
  }
}
