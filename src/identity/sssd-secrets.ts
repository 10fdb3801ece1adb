import { k8s, SecretValue } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { Problem } from '../errors/refuse';

/** An option of sssd.conf whose value is a password or another secret. */
export interface SssdSecretOption {
  /** Section without brackets, e.g. `domain/LDAP`. */
  readonly section: string;

  /** Option inside the section, e.g. `ldap_default_authtok`. */
  readonly option: string;

  /**
   * Secret and key that hold the value, one line of text. It is read when a pod starts, so a new password reaches running pods only
   * through a restart.
   */
  readonly value: SecretValue;
}

/** Directory that SSSD merges over sssd.conf: files `*.conf` of root that nobody else may read. */
const snippetDirectory = '/etc/sssd/conf.d';
const secretDirectory = '/run/sssd-secrets';

/**
 * Writes triples of section, option and file as a snippet of SSSD. A constant text, so that no value of a program ever becomes shell.
 * SSSD strips blanks around a value and knows no quotes, so a password that would change is refused rather than cut.
 */
export const snippetScript = `
umask 077
snippet="$1/90-secrets.conf"
shift
: >"$snippet.new"
while [ "$#" -ge 3 ]; do
  value=$(cat "$3")
  case "$value" in
    '') echo "sssd-secrets: the value for $2 is empty" >&2; exit 1 ;;
    *'
'*) echo "sssd-secrets: the value for $2 has several lines" >&2; exit 1 ;;
    [[:space:]]*|*[[:space:]]) echo "sssd-secrets: the value for $2 begins or ends with a blank, which SSSD would drop" >&2; exit 1 ;;
  esac
  printf '[%s]\\n%s = %s\\n' "$1" "$2" "$value" >>"$snippet.new"
  shift 3
done
mv "$snippet.new" "$snippet"
`.trim();

/** Images for small containers of ours. */
export interface SidecarImage {
  readonly sidecar: string;
  readonly pullPolicy: string;
}

/** What a pod with SSSD needs so that secret options reach it without passing through a manifest. */
export interface SecretOptionParts {
  readonly volumes: k8s.Volume[];
  readonly volumeMounts: k8s.VolumeMount[];
  readonly initContainers: k8s.Container[];
  readonly dependencies: IConstruct[];
}

export function secretOptionParts(options: SssdSecretOption[], images: SidecarImage): SecretOptionParts {
  if (options.length === 0) {
    return { volumes: [], volumeMounts: [], initContainers: [], dependencies: [] };
  }
  const snippets = { name: 'sssd-conf-d', mountPath: snippetDirectory };
  const resources = { cpu: { value: '100m' }, memory: { value: '32Mi' } };
  return {
    volumes: [
      { name: 'sssd-conf-d', emptyDir: { medium: 'Memory' } },
      {
        name: 'sssd-secrets',
        projected: {
          defaultMode: 0o400,
          sources: options.map(({ value }, index) => ({ secret: { name: value.secret.name, items: [{ key: value.key, path: String(index) }] } })),
        },
      },
    ],
    volumeMounts: [{ ...snippets, readOnly: true }],
    initContainers: [{
      name: 'sssd-secrets',
      image: images.sidecar,
      imagePullPolicy: images.pullPolicy,
      command: ['/bin/sh', '-euc', snippetScript, 'sssd-secrets', snippetDirectory],
      args: options.flatMap((option, index) => [option.section, option.option, `${secretDirectory}/${index}`]),
      // Equal requests and limits, so that the pod may still be of class Guaranteed.
      resources: { requests: resources, limits: resources },
      securityContext: { runAsUser: 0, runAsGroup: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: [snippets, { name: 'sssd-secrets', mountPath: secretDirectory, readOnly: true }],
    }],
    dependencies: options.map(option => option.value.secret),
  };
}

/** A reference to a Secret that names nothing. */
export function secretValueProblems(prop: string, value: SecretValue | undefined): Problem[] {
  if (value?.secret?.name && value.key) {
    return [];
  }
  const missing = value?.secret?.name ? 'no key of its Secret' : 'no Secret';
  return [{
    id: 'ID-007',
    what: `'${prop}' names ${missing}: no pod with SSSD would start`,
    fix: "give { secret: Secret.fromSecretName(this, 'Ldap', 'ldap'), key: 'password' }",
  }];
}
