import { execFileSync } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';

const FILES = {
  'tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'tiny/values.yaml': 'greeting: nobody gave one\n',
  'tiny/templates/role.yaml': [
    'apiVersion: rbac.authorization.k8s.io/v1', 'kind: Role', 'metadata:', '  name: {{ .Release.Name }}-greeting', '  namespace: {{ .Release.Namespace }}',
    'rules:', '  - { apiGroups: [""], resources: [configmaps], resourceNames: [{{ .Values.greeting | quote }}], verbs: [get] }', '',
  ].join('\n'),
};

/** A repository of Helm charts on this machine, with one chart that makes one Role. */
export class ChartRepository {
  /** @param folder for the chart */
  public static async serve(folder: string): Promise<ChartRepository> {
    for (const [name, text] of Object.entries(FILES)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    execFileSync('tar', ['--create', '--gzip', '--file=tiny-0.1.0.tgz', 'tiny'], { cwd: folder });
    const index = 'apiVersion: v1\nentries:\n  tiny:\n    - { apiVersion: v2, name: tiny, version: 0.1.0, urls: [tiny-0.1.0.tgz] }\n';
    const server = createServer(({ url }, outgoing) => {
      const answer = { '/index.yaml': () => index, '/tiny-0.1.0.tgz': () => fs.readFileSync(path.join(folder, 'tiny-0.1.0.tgz')) }[url ?? ''];
      outgoing.writeHead(answer === undefined ? 404 : 200).end(answer?.());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ChartRepository(server);
  }

  private constructor(private readonly server: Server) {}

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
