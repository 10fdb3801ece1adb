import { ApiObject, Chart, Lazy, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { structFields } from './k8s-arbitrary';
import { ACCOUNTING, CONTROLLER, LOGIN_SET, NODE_SET, REST_API, TOKEN } from './maximal-specs';
import * as slinky from '../../src/slinky';
import { describeWithCrds, schemaOf, StructuralSchema } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: { readonly [field: string]: unknown };
}

function synth(add: (chart: Chart) => ApiObject): Manifest {
  const chart = Testing.chart();
  add(chart);
  return Testing.synth(chart)[0];
}

const metadata = { name: 'slurm' };
const controllerRef = { name: 'slurm' };
const keys = { slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' }, jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' } };

/** Fields of a schema that a value does not set, and so an example or a struct has forgotten. */
function unset(schema: StructuralSchema, value: unknown, place: string): string[] {
  if (value === undefined) {
    return [place];
  }
  if (schema.items && Array.isArray(value)) {
    return unset(schema.items, value[0], `${place}[]`);
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => unset(field, Reflect.get(Object(value), name), `${place}.${name}`));
}

describeWithCrds('L1 kinds against their CRDs', () => {
  test.each<[string, (chart: Chart) => ApiObject]>([
    ['Controller', chart => new slinky.Controller(chart, 'x', { metadata, spec: CONTROLLER })],
    ['Accounting', chart => new slinky.Accounting(chart, 'x', { metadata, spec: ACCOUNTING })],
    ['NodeSet', chart => new slinky.NodeSet(chart, 'x', { metadata, spec: NODE_SET })],
    ['LoginSet', chart => new slinky.LoginSet(chart, 'x', { metadata, spec: LOGIN_SET })],
    ['RestApi', chart => new slinky.RestApi(chart, 'x', { metadata, spec: REST_API })],
    ['Token', chart => new slinky.Token(chart, 'x', { metadata, spec: TOKEN })],
  ])('%s has every field of its CRD and no other', (kind, add) => {
    const object = synth(add);
    expect(object.kind).toBe(kind);
    const schema = schemaOf(object.apiVersion, kind)?.properties?.spec;
    expect(schema && unset(schema, object.spec, 'spec')).toEqual([]);
    expect(validateManifests([object])).toEqual([]);
  });

  test.each<[string, (chart: Chart) => ApiObject]>([
    ['Controller', chart => new slinky.Controller(chart, 'x', { spec: keys })],
    ['Accounting', chart => new slinky.Accounting(chart, 'x', { spec: keys })],
    ['NodeSet', chart => new slinky.NodeSet(chart, 'x', { spec: { controllerRef } })],
    ['LoginSet', chart => new slinky.LoginSet(chart, 'x', { spec: { controllerRef, sssdConfRef: { name: 'sssd', key: 'sssd.conf' } } })],
    ['RestApi', chart => new slinky.RestApi(chart, 'x', { spec: { controllerRef } })],
    ['Token', chart => new slinky.Token(chart, 'x', { spec: { jwtKeyRef: keys.jwtKeyRef, username: 'ada' } })],
  ])('%s is valid with the least it needs', (_, add) => {
    expect(validateManifests([synth(add)])).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['ScalingMode', Object.values(slinky.ScalingMode)],
    ['UpdateStrategyType', Object.values(slinky.UpdateStrategyType)],
    ['PruneSlurmNodeRecords', Object.values(slinky.PruneSlurmNodeRecords)],
    ['RetentionPolicy', Object.values(slinky.RetentionPolicy)],
  ])('%s has the values of the CRD', (name, values) => {
    const spec = schemaOf('slinky.slurm.net/v1beta1', 'NodeSet')?.properties?.spec.properties ?? {};
    const fields: { [name: string]: StructuralSchema | undefined } = {
      ScalingMode: spec.scalingMode,
      UpdateStrategyType: spec.updateStrategy.properties?.type,
      PruneSlurmNodeRecords: spec.pruneSlurmNodeRecords,
      RetentionPolicy: spec.persistentVolumeClaimRetentionPolicy.properties?.whenDeleted,
    };
    expect([...values].sort()).toEqual([...fields[name]?.enum ?? []].sort());
  });
});

describe('L1 kinds', () => {
  test.each([['Container', 'container.ts'], ['PodSpec', 'pod-spec.ts'], ['ResourceRequirements', 'resources.ts'], ['ResourceClaim', 'resources.ts']])(
    '%s has every field Kubernetes gives it', (struct, file) => {
      const ours = structFields(struct, require.resolve(`../../src/slinky/${file}`));
      expect(structFields(struct).filter(name => !ours.includes(name))).toEqual([]);
    },
  );

  test('what cdk8s-plus makes goes in as it is', () => {
    const container: k8s.Container = { name: 'slurmd', image: 'x', resources: { limits: { cpu: k8s.Quantity.fromNumber(8) } } };
    const object = synth(chart => new slinky.NodeSet(chart, 'x', { spec: { controllerRef, slurmd: container, template: { spec: { containers: [container] } } } }));
    expect(object.spec).toMatchObject({
      slurmd: { resources: { limits: { cpu: 8 } } },
      template: { spec: { containers: [{ name: 'slurmd', image: 'x', resources: { limits: { cpu: 8 } } }] } },
    });
  });

  test('name, namespace, labels and annotations are those of the metadata and the chart', () => {
    const chart = new Chart(Testing.app(), 'training', { namespace: 'slurm', labels: { team: 'vision' } });
    const token = new slinky.Token(chart, 'ada', { spec: { username: 'ada' }, metadata: { annotations: { a: 'b' } } });
    expect(token.toJson()).toEqual({
      apiVersion: 'slinky.slurm.net/v1beta1',
      kind: 'Token',
      metadata: { name: token.name, namespace: 'slurm', labels: { team: 'vision' }, annotations: { a: 'b' } },
      spec: { username: 'ada' },
    });
  });

  test('a lazy value is asked for at synthesis, at any depth', () => {
    let replicas = 1;
    const object = synth(chart => {
      const nodeSet = new slinky.NodeSet(chart, 'x', {
        spec: {
          controllerRef,
          replicas: Lazy.any({ produce: () => replicas }),
          template: { spec: Lazy.any({ produce: () => ({ hostIpc: true, containers: Lazy.any({ produce: () => [{ name: 'x' }] }) }) }) },
          slurmd: { resources: { limits: Lazy.any({ produce: () => ({ cpu: k8s.Quantity.fromNumber(8) }) }) } },
        },
      });
      replicas = 3;
      return nodeSet;
    });
    expect(object.spec).toEqual({
      controllerRef,
      replicas: 3,
      slurmd: { resources: { limits: { cpu: 8 } } },
      template: { spec: { containers: [{ name: 'x' }], hostIPC: true } },
    });
  });

  test('the whole spec may be lazy', () => {
    const object = synth(chart => new slinky.Token(chart, 'x', { spec: Lazy.any({ produce: () => ({ username: 'ada' }) }) }));
    expect(object.spec).toEqual({ username: 'ada' });
  });

  test('a spec with an object that has no form in a manifest is refused with its path', () => {
    const spec = { controllerRef, template: Lazy.any({ produce: () => new Set(['x']) }) };
    expect(() => synth(chart => new slinky.NodeSet(chart, 'h100', { spec }))).toThrow(
      "[test/h100] ESC-004: 'spec.template' is a Set, which has no form in a manifest; pass a plain object, or for a cdk8s-plus object what it stands for, such as its name",
    );
  });

  test('synthesis twice gives the same text', () => {
    const chart = Testing.chart();
    new slinky.NodeSet(chart, 'x', { spec: NODE_SET });
    expect(JSON.stringify(Testing.synth(chart))).toBe(JSON.stringify(Testing.synth(chart)));
  });
});
