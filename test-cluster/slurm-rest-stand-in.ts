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

/** A real slurmrestd. */
export interface RestServer {
  readonly address: string;
  /** By which it knows the user who runs it. */
  readonly token: string;
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
  /** A real slurmrestd that gets what is asked of all, once there is one. */
  public real?: RestServer;
  /** Names of RestApis whose slurmrestd does not answer. */
  public readonly silent = new Set<string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((incoming, outgoing) => void this.answer(incoming).then(({ status, text }) => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(text);
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

  private async answer(incoming: IncomingMessage): Promise<RestAnswer> {
    const { host, pathname, search } = new URL(incoming.url ?? '', 'http://nobody');
    const parts: Buffer[] = [];
    for await (const part of incoming) {
      parts.push(part as Buffer);
    }
    const text = Buffer.concat(parts).toString('utf8');
    const asked = { method: incoming.method ?? '', host, path: pathname, body: text === '' ? undefined : JSON.parse(text) };
    this.requests.push(asked);
    if (this.silent.has(host.replace(/-restapi\..*$/, ''))) {
      return answered(undefined);
    }
    return this.real === undefined ? answered(this.known(asked)) : passedOn(this.real, asked, search, text);
  }

  private known(asked: RestRequest): unknown {
    const [, kind, name] = /^\/slurm\/v0\.0\.\d+\/(\w+)\/?([^/]*)$/.exec(asked.path) ?? [];
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

interface RestAnswer {
  readonly status: number;
  readonly text: string;
}

function answered(body: unknown): RestAnswer {
  return { status: body === undefined ? 404 : 200, text: JSON.stringify(body ?? { errors: [{ error: 'nothing of that name' }], warnings: [] }) };
}

/** The user slurm, whom the operator's token names, is the one here who runs the daemons. */
async function passedOn({ address, token }: RestServer, { method, path }: RestRequest, search: string, text: string): Promise<RestAnswer> {
  try {
    const headers = { 'X-SLURM-USER-TOKEN': token, ...text === '' ? {} : { 'Content-Type': 'application/json' } };
    const answer = await fetch(`${address}${path}${search}`, { method, headers, ...text === '' ? {} : { body: text } });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 502, text: JSON.stringify({ errors: [{ error: String(error) }], warnings: [] }) };
  }
}
