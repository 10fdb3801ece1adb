import { request } from 'https';
import { setTimeout as sleep } from 'timers/promises';

/** How to reach an API server. */
export interface KubeAccess {
  readonly server: string;
  readonly token: string;
  /** PEM of the authority that signed its certificate. */
  readonly authority: string;
}

/** An object as the API server stores it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  // Tests look wherever they like; expect() says what is there.
  readonly [field: string]: any;
}

/** What an API server answered. */
export interface KubeAnswer {
  readonly status: number;
  readonly body: any;
}

/** The REST API of Kubernetes, as far as the tests need it. */
export class KubeApi {
  constructor(private readonly access: KubeAccess) {}

  public async ask(method: string, path: string, body?: unknown, contentType: string = 'application/json'): Promise<KubeAnswer> {
    const { server, token, authority } = this.access;
    return new Promise((resolve, reject) => {
      const headers = { 'Authorization': `Bearer ${token}`, 'Accept': 'application/json', 'Content-Type': contentType };
      const outgoing = request(new URL(path, server), { method, headers, ca: authority }, incoming => {
        const parts: Buffer[] = [];
        incoming.on('data', part => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, body: incoming.headers['content-type']?.includes('json') ? JSON.parse(text) : text });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** An object, or undefined when there is none. */
  public async find(path: string): Promise<KubeObject | undefined> {
    const { status, body } = await this.ask('GET', path);
    if (status === 404) {
      return undefined;
    }
    return succeeded('GET', path, status, body);
  }

  public async list(path: string): Promise<KubeObject[]> {
    const { status, body } = await this.ask('GET', path);
    return succeeded('GET', path, status, body).items;
  }

  public async create(path: string, object: unknown): Promise<KubeObject> {
    const { status, body } = await this.ask('POST', path, object);
    return succeeded('POST', path, status, body);
  }

  /** Merges fields into an object. */
  public async merge(path: string, change: unknown): Promise<KubeObject> {
    const { status, body } = await this.ask('PATCH', path, change, 'application/merge-patch+json');
    return succeeded('PATCH', path, status, body);
  }

  public async remove(path: string): Promise<void> {
    const { status, body } = await this.ask('DELETE', path);
    if (status !== 404) {
      succeeded('DELETE', path, status, body);
    }
  }
}

function succeeded(method: string, path: string, status: number, body: any): any {
  if (status >= 300) {
    throw new Error(`${method} ${path}: ${status} ${typeof body === 'string' ? body : body.message}`);
  }
  return body;
}

/**
 * Waits until something is there and returns it.
 *
 * @param what said when it does not come
 */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, seconds: number = 120): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) {
        return found;
      }
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`${what}: not within ${seconds} s${last instanceof Error ? ` (${last.message})` : ''}`);
}
