import { spawn } from 'child_process';
import * as fs from 'fs';
import { KubeObject } from './kube-api';
import { CommandOutput, RealCluster } from './real-cluster';

/**
 * Runs the command of a container as a process of this machine. Of the API server it knows the address; what opens it, the environment names.
 *
 * @param environment variables whose values are places within the pod, and their places here
 */
export async function runContainer(
  cluster: RealCluster, pod: KubeObject, name: string, environment: { readonly [variable: string]: string },
): Promise<CommandOutput> {
  const container = pod.spec.containers.find((each: KubeObject) => each.name === name);
  const fields: { readonly [path: string]: string | undefined } = { 'metadata.namespace': pod.metadata.namespace };
  const own = container.env.map((variable: KubeObject) => [variable.name, variable.value ?? fields[variable.valueFrom.fieldRef.fieldPath]]);
  const { hostname, port } = new URL(cluster.server);
  const [program, ...words] = [...container.command, ...container.args ?? []];
  const child = spawn(program, words, {
    cwd: cluster.folder,
    env: { PATH: process.env.PATH, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port, ...Object.fromEntries(own), ...environment },
  });
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', part => stdout += part);
    child.stderr.on('data', part => stderr += part);
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Makes the folder that kubelet mounts for a service account. */
export async function serviceAccountFolder(cluster: RealCluster, { metadata, spec }: KubeObject): Promise<string> {
  const path = `/api/v1/namespaces/${metadata.namespace}/serviceaccounts/${spec.serviceAccountName}/token`;
  const { status } = await cluster.api.create(path, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } });
  const folder = fs.mkdtempSync(cluster.file('service-account-'));
  fs.writeFileSync(`${folder}/token`, status.token, { mode: 0o600 });
  fs.copyFileSync(cluster.certificate.crt, `${folder}/ca.crt`);
  return folder;
}
