import { readFileSync } from 'fs';
import * as path from 'path';
import { k8s } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { arbitraryStruct, structsWithin } from './k8s-arbitrary';
import { toWire } from '../../src/slinky/to-wire';

const renderers: [string, (value: object) => unknown][] = [
  ['PodSpec', value => k8s.toJson_PodSpec(value as k8s.PodSpec)],
  ['Container', value => k8s.toJson_Container(value as k8s.Container)],
  ['ServiceSpec', value => k8s.toJson_ServiceSpec(value as k8s.ServiceSpec)],
  ['DeploymentStrategy', value => k8s.toJson_DeploymentStrategy(value as k8s.DeploymentStrategy)],
  ['PersistentVolumeClaimSpec', value => k8s.toJson_PersistentVolumeClaimSpec(value as k8s.PersistentVolumeClaimSpec)],
  ['ObjectMeta', value => k8s.toJson_ObjectMeta(value as k8s.ObjectMeta)],
];

describe('toWire', () => {
  test.each(renderers)('renders every field of %s as cdk8s-plus does', (struct, render) => {
    fc.assert(fc.property(arbitraryStruct(struct, 'all fields'), value => {
      expect(toWire(value)).toEqual(render(value));
    }), { seed: 26_05, numRuns: 5 });
  });

  test.each(renderers)('renders any %s as cdk8s-plus does', (struct, render) => {
    fc.assert(fc.property(arbitraryStruct(struct), value => {
      expect(toWire(value)).toEqual(render(value));
    }), { seed: 26_05, numRuns: 60 });
  });

  test('knows every name that cdk8s-plus spells in its own way', () => {
    const source = readFileSync(path.join(path.dirname(require.resolve('cdk8s-plus-28/package.json')), 'lib/imports/k8s.js'), 'utf8');
    const ours = new Set(renderers.flatMap(([struct]) => [...structsWithin(struct)]));
    const renames = [...source.matchAll(/^function toJson_(\w+)\(obj\) \{\n([\s\S]*?)^\}/gm)]
      .filter(([, struct]) => ours.has(struct))
      .flatMap(([, , body]) => [...body.matchAll(/'([^']+)': .*?obj\.(\w+)/g)])
      .filter(([, wire, name]) => wire !== name);
    expect(renames.length).toBeGreaterThan(10);
    for (const [, wire, name] of renames) {
      expect(toWire({ [name]: 'x' })).toEqual({ [wire]: 'x' });
    }
  });

  test.each([
    [{ labels: { clusterIp: 'a', value: 'b' } }],
    [{ selector: { value: 'b' } }],
    [{ nodeSelector: { hostIp: 'a' } }],
    [{ csi: { volumeAttributes: { volumeId: 'a' } } }],
    [{ flexVolume: { options: { diskUri: 'a' } } }],
    [{ dnsConfig: { options: [{ value: '2' }] } }],
    [{ env: [{ value: 'x' }] }],
    [{ clusterIP: 'None' }],
    [{ limits: { value: 1 } }],
  ])('leaves %j as it is', spec => {
    expect(toWire(spec)).toEqual(spec);
  });

  test('takes quantities in any form', () => {
    expect(toWire({ resources: { limits: { a: 1, b: '1', c: { value: 1 }, d: k8s.Quantity.fromString('1Gi') } } })).toEqual({ resources: { limits: { a: 1, b: '1', c: 1, d: '1Gi' } } });
  });

  test('sorts keys by their spelling on the wire', () => {
    expect(Object.keys(Object(toWire({ clusterIPs: [], clusterIp: 'None', ab: 1, aB: 2 })))).toEqual(['aB', 'ab', 'clusterIP', 'clusterIPs']);
  });

  test('leaves out what has no value and keeps what is empty', () => {
    expect(toWire({ a: undefined, b: null, c: [], d: {}, e: '', f: 0, g: false })).toEqual({ c: [], d: {}, e: '', f: 0, g: false });
  });

  test('does not change what it is given', () => {
    const spec = Object.freeze({ resources: Object.freeze({ limits: Object.freeze({ cpu: { value: 1 } }) }), hostIpc: true });
    expect(toWire(spec)).toEqual({ resources: { limits: { cpu: 1 } }, hostIPC: true });
    expect(spec).toEqual({ resources: { limits: { cpu: { value: 1 } } }, hostIpc: true });
  });

  test('refuses a class instance and says where it is', () => {
    class Secret {}
    expect(() => toWire({ template: { volumes: [{ secret: new Secret() }] } })).toThrow("'spec.template.volumes[0].secret' is a Secret");
  });
});
