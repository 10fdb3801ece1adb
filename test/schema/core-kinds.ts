import { requireEsModule } from './es-module';
import { schemaError } from './structural-schema';

interface CoreError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
}

interface CoreValidator {
  (value: unknown): boolean;
  readonly errors?: CoreError[] | null;
}

/**
 * Checks a value against a type of Kubernetes itself, e.g. `IoK8sApiCoreV1PodSpec`.
 *
 * @param optional fields that are required by the type but not here
 * @returns findings, or nothing when Kubernetes has no such type
 */
export function coreFindings(type: string, value: unknown, optional: string[] = []): string[] | undefined {
  const validate = validatorOf(type);
  if (!validate) {
    return undefined;
  }
  const unread = new Unread();
  const isValid = validate(unread.watch(value, ''));
  const errors = isValid ? [] : (validate.errors ?? []).filter(error => !isExcused(error, optional));
  return [...new Set([...errors.map(schemaError), ...unread.findings()])];
}

/** Name of the type that describes a kind of Kubernetes itself. */
export function coreType(apiVersion: string, kind: string): string {
  const [version, group] = apiVersion.split('/').reverse();
  const name = (group ?? 'core').split('.')[0];
  const path = name === 'apiextensions' ? 'ApiextensionsApiserverPkgApisApiextensions' : `Api${capital(name)}`;
  return `IoK8s${path}${capital(version)}${kind}`;
}

function isExcused({ instancePath, keyword, params }: CoreError, optional: string[]): boolean {
  return instancePath === '' && keyword === 'required' && optional.includes(String(params.missingProperty));
}

function validatorOf(type: string): CoreValidator | undefined {
  const home = type.startsWith('IoK8sApimachinery') ? '@kubernetes-models/apimachinery' : 'kubernetes-models';
  return (requireEsModule(home, `_schemas/${type}.js`) as { readonly validate: CoreValidator } | undefined)?.validate;
}

/**
 * Finds the fields a validator never looked at. The validators of kubernetes-models let unknown fields pass, but they read every
 * field they know by name, and every entry of a map. An object none of whose fields was asked for is free-form JSON.
 */
class Unread {
  private readonly objects: { readonly value: object; readonly place: string; readonly read: Set<string>; isAsked: boolean; isMap: boolean }[] = [];

  public watch(value: unknown, place: string): unknown {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const object = { value, place, read: new Set<string>(), isAsked: false, isMap: Array.isArray(value) };
    this.objects.push(object);
    const children = new Map<string, unknown>();
    return new Proxy(value, {
      get: (target, name) => {
        if (typeof name === 'symbol') {
          return Reflect.get(target, name);
        }
        object.isAsked = true;
        object.read.add(name);
        if (!children.has(name)) {
          children.set(name, this.watch(Reflect.get(target, name), `${place}/${name}`));
        }
        return children.get(name);
      },
      ownKeys: target => {
        object.isMap = true;
        return Reflect.ownKeys(target);
      },
    });
  }

  public findings(): string[] {
    return this.objects
      .filter(({ isAsked, isMap }) => isAsked && !isMap)
      .flatMap(({ value, place, read }) => Object.keys(value).filter(name => !read.has(name)).map(name => `${place || '/'}: unknown field "${name}"`));
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
