import { once } from 'events';
import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';

/** What the operator asked of a slurmrestd. */
export interface RestRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly body: any;
}

/** A node as slurmrestd shows it, as far as the operator looks. */
export interface RestNode {
  readonly name: string;
  state: string[];
  reason?: string;
  comment?: string;
}

/**
 * Answers in the place of slurmrestd, as an HTTP proxy does: for each host, whatever its name. It knows nodes and what the operator changes
 * of them, and remembers every request. It is no Slurm: a node is busy when a test says so.
 */
export class SlurmRestStandIn {
  public static async start(): Promise<SlurmRestStandIn> {
    const standIn = new SlurmRestStandIn();
    standIn.server.listen(0, '127.0.0.1');
    await once(standIn.server, 'listening');
    return standIn;
  }

  public readonly requests: RestRequest[] = [];
  public readonly nodes = new Map<string, RestNode>();
  /** Names of RestApis whose slurmrestd does not answer. */
  public readonly silent = new Set<string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((incoming, outgoing) => void this.answer(incoming).then(body => {
      outgoing.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
      outgoing.end(JSON.stringify(body ?? { errors: [{ error: 'nothing of that name' }], warnings: [] }));
    }));
  }

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(incoming: IncomingMessage): Promise<unknown> {
    const { host, pathname } = new URL(incoming.url ?? '', 'http://nobody');
    const parts: Buffer[] = [];
    for await (const part of incoming) {
      parts.push(part as Buffer);
    }
    const text = Buffer.concat(parts).toString('utf8');
    const asked = { method: incoming.method ?? '', host, path: pathname, body: text === '' ? undefined : JSON.parse(text) };
    this.requests.push(asked);
    if (this.silent.has(host.replace(/-restapi\..*$/, ''))) {
      return undefined;
    }
    const [, kind, name] = /^\/slurm\/v0\.0\.\d+\/(\w+)\/?([^/]*)$/.exec(pathname) ?? [];
    const answer = { errors: [], warnings: [], last_update: { set: true, infinite: false, number: 0 } };
    switch (kind) {
      case 'nodes':
        return { ...answer, nodes: [...this.nodes.values()] };
      case 'node':
        return this.node(asked, decodeURIComponent(name), answer);
      case 'jobs':
        return { ...answer, jobs: [], last_backfill: answer.last_update };
      case 'reservation':
      case 'reservations':
        return { ...answer, reservations: [] };
      default:
        return undefined;
    }
  }

  private node({ method, body }: RestRequest, name: string, answer: object): unknown {
    const node = this.nodes.get(name);
    if (!node) {
      return { ...answer, nodes: [] };
    }
    if (method === 'DELETE') {
      this.nodes.delete(name);
    }
    if (method === 'POST') {
      const { state, reason, comment } = body as { state?: string[]; reason?: string; comment?: string };
      node.reason = reason ?? node.reason;
      node.comment = comment ?? node.comment;
      if (state?.includes('DRAIN')) {
        node.state = [...new Set([...node.state, 'DRAIN'])];
      }
      if (state?.some(each => each === 'UNDRAIN' || each === 'RESUME')) {
        node.state = node.state.filter(each => each !== 'DRAIN');
      }
    }
    return { ...answer, nodes: [node] };
  }
}
