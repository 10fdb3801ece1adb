import { k8s, SecretValue } from 'cdk8s-plus-28';
import { secretValueProblems } from './sssd-secrets';
import { Problem } from '../errors/refuse';

/** Where SSSD finds the host's keytab inside the pods. */
export const keytabFile = '/etc/sssd/keytab/krb5.keytab';

/** The Secret with the keytab, mounted so that only root reads it. */
export function keytabParts(keytab: SecretValue): { volume: k8s.Volume; mount: k8s.VolumeMount } {
  return {
    volume: { name: 'sssd-keytab', secret: { secretName: keytab.secret.name, defaultMode: 0o400, items: [{ key: keytab.key, path: 'krb5.keytab' }] } },
    mount: { name: 'sssd-keytab', mountPath: '/etc/sssd/keytab', readOnly: true },
  };
}

const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const fullName = new RegExp(`^${label}(\\.${label})+$`);

/** A host that is a member of a domain, with a keytab of its own. */
export interface EnrolledHost {
  readonly domain: string;
  readonly keytab: SecretValue;
  readonly hostname: string;
  readonly servers?: string[];
}

/** What is wrong with the names by which the domain and its host know each other, and with the keytab. */
export function enrolmentProblems({ domain, keytab, hostname, servers = [] }: EnrolledHost): Problem[] {
  return [
    ...domainNameProblems(domain),
    ...hostNameProblems('hostname', hostname),
    ...servers.flatMap(server => hostNameProblems('servers', server)),
    ...secretValueProblems('keytab', keytab),
  ];
}

export function domainNameProblems(domain: string): Problem[] {
  return fullName.test(domain)
    ? []
    : [{ id: 'ID-012', what: `'domain' is '${domain}', which is not the DNS name of a domain`, fix: "write it in full, such as 'ad.example.com'" }];
}

function hostNameProblems(prop: string, hostname: string): Problem[] {
  return fullName.test(hostname)
    ? []
    : [{ id: 'ID-012', what: `'${hostname}' of '${prop}' is not a full host name, by which Kerberos knows its hosts`, fix: "write it in full, such as 'slurm.ad.example.com'" }];
}
