import { k8s, SecretValue } from 'cdk8s-plus-28';
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

export function domainNameProblems(domain: string): Problem[] {
  return fullName.test(domain)
    ? []
    : [{ id: 'ID-012', what: `'domain' is '${domain}', which is not the DNS name of a domain`, fix: "write it in full, such as 'ad.example.com'" }];
}

export function hostNameProblems(prop: string, hostname: string): Problem[] {
  return fullName.test(hostname)
    ? []
    : [{ id: 'ID-012', what: `'${hostname}' of '${prop}' is not a full host name, by which Kerberos knows its hosts`, fix: "write it in full, such as 'slurm.ad.example.com'" }];
}
