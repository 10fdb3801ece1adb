import { IConstruct } from 'constructs';
import { Problem, refuseAll } from '../errors/refuse';
import * as slinky from '../slinky';
import { ServiceOptions } from './service-options';

/** The Service of a component, as its custom resource wants it; undefined when there is nothing to say. */
export function serviceSpec(construct: IConstruct, options: ServiceOptions = {}): slinky.ServiceSpec | undefined {
  refuseAll(construct, problems(options));
  const { annotations, labels, nodePort, ...spec } = options;
  const metadata = annotations || labels ? { annotations, labels } : undefined;
  const hasSpec = Object.values(spec).some(value => value !== undefined);
  return metadata || hasSpec || nodePort !== undefined ? { metadata, spec: hasSpec ? spec : undefined, nodePort } : undefined;
}

function problems(options: ServiceOptions): Problem[] {
  const found: Problem[] = [];
  if (options.nodePort !== undefined && !(Number.isInteger(options.nodePort) && options.nodePort >= 1 && options.nodePort <= 65535)) {
    found.push({ id: 'POD-010', what: `'nodePort' is ${options.nodePort}, and the API server takes ports of its node port range`, fix: 'use a port such as 30022' });
  }
  if (options.nodePort !== undefined && String(options.type) === 'ClusterIP') {
    found.push({ id: 'POD-011', what: "'nodePort' is set on a Service of type ClusterIP, which the API server refuses", fix: 'use ServiceType.NODE_PORT or leave nodePort out' });
  }
  if (options.externalTrafficPolicy !== undefined && !['Cluster', 'Local'].includes(options.externalTrafficPolicy)) {
    found.push({
      id: 'POD-012',
      what: `'externalTrafficPolicy' is '${options.externalTrafficPolicy}', and Kubernetes knows only Cluster and Local`,
      fix: "use 'Local' to keep client addresses",
    });
  }
  return found;
}
