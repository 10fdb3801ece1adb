import { ObjectFacts } from './component-facts';

/** A ConfigMap: its files. */
export interface ConfigMapFacts extends ObjectFacts {
  readonly data: { readonly [key: string]: string };
  readonly binaryKeys: readonly string[];
}

/** A Secret: names of its keys, never their values. */
export interface SecretFacts extends ObjectFacts {
  readonly keys: readonly string[];
}

/** A Namespace. */
export interface NamespaceFacts extends ObjectFacts {
  /** Level of `pod-security.kubernetes.io/enforce`, if the manifest sets one. */
  readonly enforcedPodSecurity?: string;
}

/** A Service, as far as peers look for it by name. */
export interface ServiceObjectFacts extends ObjectFacts {
  readonly type: string;
}
