import * as pulumi from '@pulumi/pulumi';
import { asNumber, asString } from './tokens';

/** Props whose number is passed on untouched, so that it may be an output. */
type LateNumbers = 'port';

/** Any function: what a class has and a struct has not. */
type Method = (...args: never[]) => unknown;

/**
 * A struct in which every text may be an output, at every depth. Numbers, booleans and enums decide the shape of the cluster and stay plain, ports apart;
 * so do objects of classes, such as `Scaling` or `Size`.
 */
export type Inputs<T> =
  T extends string ? (string extends T ? pulumi.Input<T> : T)
    : T extends number | boolean | undefined | null ? T
      : T extends (infer Item)[] ? Inputs<Item>[]
        : T extends Method ? T
          : Extract<T[keyof T], Method> extends never
            ? { [Key in keyof T]: Key extends LateNumbers ? LateNumber<T[Key]> : Inputs<T[Key]> }
            : T;

type LateNumber<T> = T extends number ? pulumi.Input<number> : Inputs<T>;

/**
 * Props of any construct or factory with outputs in them: `Database.external(asProps({ host: database.address, ... }))`.
 */
export function asProps<T>(props: Inputs<NoInfer<T>>): T {
  return withTokens(props, '') as T;
}

function withTokens(value: unknown, prop: string): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return prop === 'port' ? asNumber(value as pulumi.Input<number>) : asString(value as pulumi.Input<string>);
  }
  if (Array.isArray(value)) {
    return value.map(item => withTokens(item, ''));
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withTokens(field, name)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
