import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { portProblems } from './external-database';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuse } from '../errors/refuse';
import { toWire } from '../slinky/to-wire';

/** The port that the operator writes for slurmdbd, wherever it runs. */
export const slurmdbdPort = 6819;

/** A slurmdbd that runs outside Kubernetes. */
export interface ExternalSlurmdbd {
  /** Host name or IP address, reachable from the pods of the cluster. */
  readonly host: string;

  /** TCP port. With a slurmctld that runs outside too, and a host name, only 6819 can be reached. @default 6819 */
  readonly port?: number;
}

/** What is wrong with the address of a slurmdbd. */
export function externalSlurmdbdProblems(external: ExternalSlurmdbd): Problem[] {
  const isHost = /^[\w.-]+$/.test(external.host) || isIpV6(external.host);
  return [
    ...isHost ? [] : [{
      id: 'ACCT-003',
      what: `'host' of the external slurmdbd is '${external.host}', which is neither a host name nor an address`,
      fix: "use e.g. 'slurmdbd.example.com', and 'port' for the port",
    }],
    ...portProblems("'port' of the external slurmdbd", external.port),
  ];
}

/**
 * A Service under the name that the operator writes for slurmdbd. Where slurmctld is outside, nothing else can correct that name: the
 * operator ignores both `externalConfig` and `extraConf` there.
 */
export function externalSlurmdbdService(scope: Construct, cluster: SlurmCluster, external: ExternalSlurmdbd): void {
  const name = `${cluster.name}-accounting`;
  const port = external.port ?? slurmdbdPort;
  const isIpV4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(external.host);
  if (!isIpV4 && !isIpV6(external.host)) {
    if (port !== slurmdbdPort) {
      refuse(scope, {
        id: 'ACCT-011',
        what: `the external slurmdbd listens on port ${port} of host '${external.host}', and with slurmctld outside too the operator sends its peers to port ${slurmdbdPort}`,
        fix: `let it listen on ${slurmdbdPort}, or give its IP address as 'host'`,
      });
    }
    const spec: k8s.ServiceSpec = { type: 'ExternalName', externalName: external.host };
    new ApiObject(scope, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: toWire(spec) });
    return;
  }
  const spec: k8s.ServiceSpec = { ports: [{ name: 'slurmdbd', port: slurmdbdPort, targetPort: { value: port } }], ipFamilies: [isIpV4 ? 'IPv4' : 'IPv6'] };
  new ApiObject(scope, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: toWire(spec) });
  const slice: k8s.KubeEndpointSliceProps = {
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: isIpV4 ? 'IPv4' : 'IPv6',
    endpoints: [{ addresses: [external.host] }],
    ports: [{ name: 'slurmdbd', port, protocol: 'TCP' }],
  };
  new ApiObject(scope, 'Endpoints', { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', ...slice });
}

function isIpV6(host: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host);
}
