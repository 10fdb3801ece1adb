import { html, Html, joined } from './html';
import { KeyRefFacts, LoginSetFacts } from '../model/component-facts';
import { DeclaredCluster } from '../model/declared-cluster';

/** Who users are, how they come in, and with which keys daemons trust each other. */
export function accessSection(cluster: DeclaredCluster): Html {
  const { controller, accounting, loginSets, restApis, nodeSets } = cluster;
  const withSsh = nodeSets.filter(({ ssh }) => ssh?.enabled);
  return html`<dl class="facts">${[
    fact('Users and groups', directories(cluster)),
    fact('Login hosts', loginSets.length === 0 ? html`none: jobs come by slurmrestd only` : lines(loginSets.map(loginText))),
    fact('SSH to nodes', withSsh.length === 0 ? html`no` : html`${withSsh.length === nodeSets.length ? 'all node sets' : shortList(withSsh.map(({ slurmName }) => slurmName))}, while one has a job there`),
    fact('Accounting', accountingText(cluster)),
    fact('REST API', restApis.length === 0 ? html`none: the operator cannot drain nodes before it removes them` : lines(restApis.map(({ ref, replicas }) => html`<code>${ref.name}</code>, ${replicas} ${replicas === 1 ? 'pod' : 'pods'}`))),
    fact('Key of the daemons', secretText(controller.slurmKeyRef)),
    fact('Key of tokens', secretText(controller.jwtKeyRef)),
    ...controller.jwksKeyRef === undefined ? [] : [fact('Keys of foreign tokens', secretText(controller.jwksKeyRef))],
    ...accounting === undefined ? [] : [fact('Password of the database', secretText(accounting.storage?.passwordKeyRef))],
  ]}</dl><p class="note">Keys and passwords are named, never shown: the manifests hold references.</p>`;
}

function directories({ loginSets, nodeSets, settings, controller }: DeclaredCluster): Html {
  const refs = [...loginSets.map(({ sssdConfRef }) => sssdConfRef), ...nodeSets.map(({ ssh }) => ssh?.sssdConfRef)].flatMap(ref => ref === undefined ? [] : [`${ref.key} of Secret ${ref.name}`]);
  const nss = !controller.external && settings.words('LaunchParameters').includes('enable_nss_slurm');
  return lines([
    ...[...new Set(refs)].map(ref => html`SSSD, from <code>${ref}</code>`),
    ...nss ? [html`on nodes from Slurm itself (nss_slurm)`] : [],
    ...refs.length === 0 && !nss ? [html`those of the images: no directory is declared`] : [],
  ]);
}

function loginText({ ref, replicas, service }: LoginSetFacts): Html {
  return html`<code>${ref.name}</code>, ${replicas} ${replicas === 1 ? 'pod' : 'pods'}, SSH on port ${service.port ?? 22}`;
}

function accountingText({ controller, accounting }: DeclaredCluster): Html {
  if (controller.accountingName === undefined) {
    return html`none: no accounts, no limits of users, no record of jobs`;
  }
  if (accounting === undefined) {
    return html`<code>${controller.accountingName}</code>, which is not among the manifests`;
  }
  const host = accounting.externalConfig?.host ?? '';
  return accounting.external ? html`slurmdbd outside Kubernetes, <code>${host}</code>` : html`slurmdbd <code>${accounting.ref.name}</code>`;
}

function secretText(ref: KeyRefFacts | undefined): Html {
  return ref === undefined ? html`none declared` : html`<code>${ref.key}</code> of Secret <code>${ref.name}</code>`;
}

function fact(name: string, value: Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function lines(items: readonly Html[]): Html {
  return joined(items, html`<br>`);
}

function shortList(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
}
