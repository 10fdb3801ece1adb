import { dump } from 'js-yaml';
import { cpuCluster, Plain } from '../model/slinky-objects';

/** Objects as a YAML stream. */
export function yamlStream(...objects: readonly Plain[]): string {
  return objects.map(object => `---\n${dump(object)}`).join('');
}

/** A cluster without a finding. */
export const HEALTHY = yamlStream(...cpuCluster());

/** A cluster with one warning, OPR-015, about its Controller. */
export const RESTARTING = yamlStream(...cpuCluster({ controller: { inplaceReconfigure: false } }));

/** A cluster with one error, OPR-012, about its NodeSet: it has a feature that is the name of another. */
export const BROKEN = yamlStream(...cpuCluster({ nodeSet: { extraConf: 'CPUs' } }));
