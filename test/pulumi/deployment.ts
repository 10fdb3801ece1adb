import * as pulumi from '@pulumi/pulumi';
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks';

/** Keys by which Pulumi marks what is no plain value on its way to the engine. */
const signature = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Stands in a resource for a value that a preview does not know. */
export const unknown = '<unknown>';

/** A resource as a program asks the engine for it. */
export interface Deployed {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string;
  readonly dependencies: string[];
  readonly aliases: string[];
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: string[];
  /** A secret is `{ secret: value }`. Tests look wherever they like; expect() says what is there. */
  readonly inputs: any;
}

/** Outputs of every stack that a program refers to. */
const stackOutputs = { outputs: { host: 'mysql.example.com', port: 3307, password: 'p4ss' }, secretOutputNames: ['password'] };

/** Runs a Pulumi program against a stand-in for the engine, and tells what it asks for. */
export async function deploy<T>(program: () => T, preview = false): Promise<{ result: T; resources: Deployed[]; objects: Deployed[] }> {
  const resources: Deployed[] = [];
  const monitor = jest.spyOn(MockMonitor.prototype, 'registerResource').mockImplementation(async (request, callback) => {
    const urn = urnOf(request.getParent(), request.getType(), request.getName());
    resources.push({
      type: request.getType(),
      name: request.getName(),
      urn,
      parent: request.getParent(),
      dependencies: request.getDependenciesList(),
      aliases: request.getAliasurnsList(),
      provider: request.getProvider(),
      protect: request.getProtect(),
      retainOnDelete: request.getRetainondelete(),
      ignoreChanges: request.getIgnorechangesList(),
      inputs: readable(request.getObject().toJavaScript()),
    });
    const { RegisterResourceResponse } = require('@pulumi/pulumi/proto/resource_pb');
    const response = new RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(preview ? '' : `${request.getName()}-id`);
    response.setObject(request.getObject());
    callback(null, response);
  });
  const outputs = jest.spyOn(MockMonitor.prototype, 'registerResourceOutputs').mockImplementation((_, callback) => callback(null, {}));
  try {
    await pulumi.runtime.setMocks({ newResource: ({ id = '' }) => ({ id, state: stackOutputs }), call: () => ({}) }, 'project', 'stack', preview);
    // So that aliases come as URNs, which the engine otherwise works out.
    aliasesAsUrns();
    const result = program();
    await pulumi.runtime.disconnect();
    return { result, resources, objects: resources.filter(({ type }) => type.startsWith('kubernetes:')) };
  } finally {
    monitor.mockRestore();
    outputs.mockRestore();
  }
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise(resolve => output.apply(resolve));
}

function urnOf(parent: string, type: string, name: string): string {
  const above = parent === '' ? '' : `${parent.split('::')[2]}$`;
  return ['urn:pulumi:stack', 'project', `${above}${type}`, name].join('::');
}

function aliasesAsUrns(): void {
  const { getStore } = require('@pulumi/pulumi/runtime/state') as { getStore(): { supportsAliasSpecs: boolean } };
  getStore().supportsAliasSpecs = false;
}

function readable(value: unknown): unknown {
  if (value === unknownText) {
    return unknown;
  }
  if (Array.isArray(value)) {
    return value.map(readable);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const fields = value as { [key: string]: unknown };
  return fields[signature] === secretSignature
    ? { secret: readable(fields.value) }
    : Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, readable(field)]));
}
