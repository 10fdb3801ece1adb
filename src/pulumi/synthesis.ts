import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { decode } from './decode';
import { isKept } from './helm-charts';
import { asString, isLate, partsOf, readable } from './tokens';
import { problemText } from '../errors/refuse';

/** A Kubernetes object as the constructs rendered it. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly [field: string]: unknown };
}

/** An object that becomes one resource. */
export interface DeclaredObject {
  /** As rendered: outputs are stood for. */
  readonly rendered: Rendered;
  /** With outputs in their places. */
  readonly inputs: { readonly [field: string]: pulumi.Input<unknown> };
  /** Its name within the component: what it is called in Kubernetes, and its namespace where that is not the component's. */
  readonly logicalName: string;
  /** Whether it stays in the Kubernetes cluster when it is dropped from the program. */
  readonly isKept: boolean;
  /** Objects that have to be there first. */
  readonly dependencies: DeclaredObject[];
}

/** What a component declares. */
export interface Synthesis {
  readonly namespace: pulumi.Output<string>;
  /** In an order in which every object comes after those that it needs. */
  readonly objects: DeclaredObject[];
}

/**
 * Runs the constructs and judges what they declare, as `cdk8s synth` does. It happens before anything is registered, so that a program that is wrong
 * changes nothing.
 *
 * @param id id of the chart: the first part of every construct path in messages
 */
export function synthesize(id: string, namespace: pulumi.Input<string>, declare: (chart: Chart) => void): Synthesis {
  return readably(() => {
    const app = new App();
    const room = asString(namespace);
    const chart = new Chart(app, id, { namespace: room });
    if (typeof namespace !== 'string') {
      // Whoever made the namespace that the output names keeps it: SlurmNamespace looks here before it makes one.
      new Construct(chart, 'SlurmNamespace');
    }
    declare(chart);
    const charts = app.node.findAll().filter((construct): construct is Chart => construct instanceof Chart);
    // Judges all charts, and settles which object depends on which.
    charts.forEach(each => each.toJson());
    return { namespace: pulumi.output(namespace), objects: inOrder(app, room) };
  });
}

function inOrder(app: App, namespace: string): DeclaredObject[] {
  const objects = new Map<ApiObject, DeclaredObject>();
  const visit = (construct: ApiObject): DeclaredObject => {
    const known = objects.get(construct);
    if (known) {
      return known;
    }
    const dependencies = construct.node.dependencies.filter((other): other is ApiObject => other instanceof ApiObject && other.node.root === app).map(visit);
    const declared = declaredObject(construct, namespace, dependencies);
    objects.set(construct, declared);
    return declared;
  };
  app.node.findAll().filter((construct): construct is ApiObject => construct instanceof ApiObject).forEach(visit);
  refuseTwins(objects);
  return [...objects.values()];
}

function declaredObject(construct: ApiObject, namespace: string, dependencies: DeclaredObject[]): DeclaredObject {
  const rendered = construct.toJson() as Rendered;
  const { apiVersion, kind, metadata } = rendered;
  [['apiVersion', apiVersion], ['kind', kind]].filter(([, text]) => isLate(text)).forEach(([field, text]) => refuseLate(construct, field, text));
  // Names of objects outside of namespaces hold the namespace, and a digest tells of a changed content: neither makes it another resource.
  const [room] = partsOf(namespace);
  if (partsOf(metadata.name).some(part => typeof part !== 'string' && part.kind !== 'digest' && part !== room)) {
    refuseLate(construct, 'metadata.name', metadata.name);
  }
  const name = partsOf(metadata.name).filter(part => typeof part === 'string').join('').replace(/^-|-$/g, '');
  const elsewhere = metadata.namespace !== undefined && metadata.namespace !== namespace;
  if (elsewhere && isLate(metadata.namespace)) {
    refuseLate(construct, 'metadata.namespace', metadata.namespace);
  }
  return {
    rendered,
    inputs: decode(rendered) as { [field: string]: pulumi.Input<unknown> },
    isKept: isKept(construct),
    logicalName: elsewhere ? `${metadata.namespace}/${name}` : name,
    dependencies,
  };
}

function refuseLate(construct: ApiObject, field: string, text: string): never {
  throw new Error(`[${construct.node.path}] ${problemText({
    id: 'PUL-002',
    what: `'${field}' of a ${readable(construct.kind)} is '${text}', and what is called how decides the shape of the cluster: Pulumi must know it before anything is made`,
    fix: 'give a plain text, such as one from pulumi.Config',
  })}`);
}

/** Two objects of one kind and name are one object in Kubernetes. */
function refuseTwins(objects: Map<ApiObject, DeclaredObject>): void {
  const seen = new Map<string, ApiObject>();
  for (const [construct, { rendered, logicalName }] of objects) {
    const key = `${rendered.apiVersion.replace(/\/.*/, '/')}${rendered.kind} ${logicalName}`;
    const twin = seen.get(key);
    if (twin) {
      throw new Error(`[${construct.node.path}] ${problemText({
        id: 'PUL-003',
        what: `there is a ${rendered.kind} '${logicalName}' at '${twin.node.path}' already, and Kubernetes and Pulumi would take both for one`,
        fix: 'give one of them another name',
      })}`);
    }
    seen.set(key, construct);
  }
}

/** Tells errors with the outputs they are about by where they came from, and why no plain value stood there. */
function readably<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && isLate(error.message) && !error.message.includes('PUL-002')) {
      const hint = problemText({
        id: 'PUL-004',
        what: 'a Pulumi output stands where its value decides the shape of the cluster, or is checked, before anything is deployed',
        fix: 'give a plain value there, such as one from pulumi.Config, or write the part that is checked as plain text around the output',
      });
      throw retold(error, `${readable(error.message)}\n${hint}`);
    }
    throw error instanceof Error ? retold(error, readable(error.message)) : error;
  }
}

function retold(error: Error, message: string): Error {
  if (message === error.message) {
    return error;
  }
  const told = new Error(message, { cause: error });
  told.name = error.name;
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  told.stack = [`${told.name}: ${message}`, ...frames].join('\n');
  return told;
}
