import { releaseNumbers } from './release-numbers';
import { Problem } from '../errors/refuse';

/** What of a chart is looked at. */
export interface NamedChart {
  readonly chart: string;
  readonly repository: string;
  readonly version: string;
  readonly namespace: string;
  readonly releaseName: string;
}

/** What Helm, or the tool that runs it, would refuse. */
export function chartProblems({ chart, repository, version, namespace, releaseName }: NamedChart): Problem[] {
  const problems: Problem[] = [];
  if (!/^(https?|oci):\/\/[^\s/]+(\/\S*)?$/.test(repository)) {
    problems.push({ id: 'INST-001', what: `'repository' is '${repository}', which is no address of Helm charts`, fix: "use https:// of a chart repository or oci:// of a registry, e.g. 'oci://registry.example.com/charts'" });
  } else if (repository.startsWith('oci:') && repository.endsWith(`/${chart}`)) {
    problems.push({ id: 'INST-001', what: `'repository' is '${repository}', and the chart's name is added to it`, fix: `use '${repository.slice(0, -chart.length - 1)}'` });
  }
  if (releaseNumbers(version) === undefined) {
    problems.push({ id: 'INST-002', what: `'version' is '${version}', and only an exact version gives the same cluster tomorrow`, fix: "use e.g. '1.2.1'" });
  }
  for (const [prop, name, most] of [['namespace', namespace, 63], ['releaseName', releaseName, 53]] as const) {
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > most) {
      problems.push({ id: 'INST-003', what: `'${prop}' is '${name}', and Helm takes up to ${most} lower-case letters, digits and '-'`, fix: `use e.g. '${chart.slice(0, most)}'` });
    }
  }
  return problems;
}
