import { LintSeverity } from '../../../../slurm/finding';
import { DeclaredCluster } from '../../../declared-cluster';
import { RuleFinding } from '../../../rule';
import { ClusterCheck, hidesFiles } from '../cluster-check';
import { detects, Judgement } from './gres-conf';
import { gresFile, GresScope, gresScopes, lineCount } from '../gres-lines';

/** Checks of what gres.conf lists, where nothing is detected, against what node sets say they have. */
export const GRES_COUNTS: readonly ClusterCheck[] = [
  {
    id: 'GRES-017',
    severity: LintSeverity.ERROR,
    title: 'gres.conf lists as many devices as Gres says',
    find: cluster => compared(cluster, (name, wanted, listed) => listed >= wanted ? undefined : {
      message: `Gres says ${wanted} ${name}, but gres.conf lists ${listed}: the nodes become INVALID`,
      fix: `list ${wanted} device files, or write AutoDetect=nvidia`,
    }),
  },
  {
    id: 'GRES-018',
    severity: LintSeverity.WARNING,
    title: 'Gres says as many devices as gres.conf lists',
    find: cluster => compared(cluster, (name, wanted, listed) => listed <= wanted ? undefined : {
      message: `Gres says ${wanted} ${name}, but gres.conf lists ${listed}: slurmd logs and ignores the others`,
      fix: `make both ${listed}, or both ${wanted}`,
    }),
  },
  {
    id: 'GRES-019',
    severity: LintSeverity.ERROR,
    title: 'gres.conf and Gres know the same types',
    find: cluster => scopes(cluster).flatMap(({ nodeSet, gres, lines }) => lines.flatMap(({ name, type, line }) => {
      const types = gres.filter(each => each.name === name).flatMap(each => each.type ?? []);
      return nodeSet === undefined || type === undefined || types.length === 0 || types.includes(type) ? [] : [{
        subject: nodeSet.ref,
        field: 'spec.extraConf',
        message: `Gres says type ${types.join(' and ')} of ${name}, but line ${line} of gres.conf says Type=${type}: the nodes become INVALID`,
        fix: `write Type=${types[0]} in gres.conf`,
      }];
    })),
  },
];

function compared(cluster: DeclaredCluster, judge: (name: string, wanted: number, listed: number) => Judgement | undefined): RuleFinding[] {
  return scopes(cluster).flatMap(({ nodeSet, gres, lines }) => [...new Set(gres.map(({ name }) => name))].flatMap(name => {
    const own = lines.filter(line => line.name === name);
    const wanted = gres.filter(each => each.name === name).reduce((sum, { count }) => sum + count, 0);
    const judged = own.length === 0 ? undefined : judge(name, wanted, own.reduce((sum, line) => sum + lineCount(line), 0));
    return nodeSet === undefined || judged === undefined ? [] : [{ subject: nodeSet.ref, field: 'spec.extraConf', ...judged }];
  }));
}

// What slurmd detects it does not only take from the lines.
function scopes(cluster: DeclaredCluster): GresScope[] {
  const file = gresFile(cluster);
  return file === undefined || hidesFiles(cluster) ? [] : gresScopes(cluster, file.lines).filter(({ lines }) => !lines.some(detects));
}
