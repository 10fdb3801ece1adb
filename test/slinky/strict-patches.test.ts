import { JsonPatch, Testing } from 'cdk8s';
import { NodeSet } from '../../src/slinky';

function patched(...ops: JsonPatch[]): () => { [key: string]: unknown } {
  const chart = Testing.chart();
  const nodeSet = new NodeSet(chart, 'h100', {
    metadata: { name: 'h100', labels: { 'team/name': 'vision' } },
    spec: { controllerRef: { name: 'slurm' }, replicas: 2, updateStrategy: { scheduledUpdate: { flags: ['A', 'B'] } }, template: { spec: { hostIpc: true } } },
  });
  nodeSet.addJsonPatch(...ops);
  return () => Testing.synth(chart)[0];
}

describe('patches of an L1 object', () => {
  test.each<[string, JsonPatch[], object]>([
    ['replace sees names as Kubernetes spells them', [JsonPatch.replace('/spec/template/spec/hostIPC', false)], { spec: { template: { spec: { hostIPC: false } } } }],
    ['add puts a new field', [JsonPatch.add('/spec/minReadySeconds', 5)], { spec: { minReadySeconds: 5 } }],
    ['add overwrites a field', [JsonPatch.add('/spec/replicas', 5)], { spec: { replicas: 5 } }],
    ['add appends to a list', [JsonPatch.add('/spec/updateStrategy/scheduledUpdate/flags/-', 'B')], { spec: { updateStrategy: { scheduledUpdate: { flags: ['A', 'B', 'B'] } } } }],
    ['add inserts into a list', [JsonPatch.add('/spec/updateStrategy/scheduledUpdate/flags/0', 'A')], { spec: { updateStrategy: { scheduledUpdate: { flags: ['A', 'A', 'B'] } } } }],
    ['add at the length of a list appends', [JsonPatch.add('/spec/updateStrategy/scheduledUpdate/flags/2', 'C')], { spec: { updateStrategy: { scheduledUpdate: { flags: ['A', 'B', 'C'] } } } }],
    ['a key with a slash is escaped', [JsonPatch.replace('/metadata/labels/team~1name', 'speech')], { metadata: { labels: { 'team/name': 'speech' } } }],
    ['a later operation sees an earlier one', [JsonPatch.add('/spec/slurmd', {}), JsonPatch.add('/spec/slurmd/image', 'x')], { spec: { slurmd: { image: 'x' } } }],
    ['copy copies', [JsonPatch.copy('/spec/replicas', '/spec/minReadySeconds')], { spec: { replicas: 2, minReadySeconds: 2 } }],
    ['move moves', [JsonPatch.move('/spec/updateStrategy/scheduledUpdate/flags/0', '/spec/updateStrategy/scheduledUpdate/flags/1')], { spec: { updateStrategy: { scheduledUpdate: { flags: ['B', 'A'] } } } }],
    ['a test that holds changes nothing', [JsonPatch.test('/spec/replicas', 2), JsonPatch.replace('/spec/replicas', 3)], { spec: { replicas: 3 } }],
  ])('%s', (_, ops, expected) => {
    expect(patched(...ops)()).toMatchObject(expected);
  });

  test('remove takes a field away', () => {
    expect(patched(JsonPatch.remove('/spec/replicas'))().spec).not.toHaveProperty('replicas');
  });

  test.each<[JsonPatch, string]>([
    [JsonPatch.replace('/spec/replicas', 2), '[test/h100] ESC-001: patch replace "/spec/replicas" changes nothing: that is the value already; remove the patch'],
    [JsonPatch.add('/spec/controllerRef', { name: 'slurm' }), '[test/h100] ESC-001: patch add "/spec/controllerRef" changes nothing: that is the value already; remove the patch'],
    [JsonPatch.move('/spec/replicas', '/spec/replicas'), '[test/h100] ESC-001: patch move "/spec/replicas" "/spec/replicas" changes nothing: that is the value already; remove the patch'],
    [JsonPatch.copy('/spec/replicas', '/spec/replicas'), '[test/h100] ESC-001: patch copy "/spec/replicas" "/spec/replicas" changes nothing: that is the value already; remove the patch'],
    [
      JsonPatch.replace('/spec/template/spec/hostIpc', false),
      '[test/h100] ESC-002: patch replace "/spec/template/spec/hostIpc" finds no such path: the object ends at "/spec/template/spec"; use a path below "/spec/template/spec", where there is hostIPC',
    ],
    [
      JsonPatch.remove('/spec/updateStrategy/rollingUpdate/maxUnavailable'),
      '[test/h100] ESC-002: patch remove "/spec/updateStrategy/rollingUpdate/maxUnavailable" finds no such path: the object ends at "/spec/updateStrategy"; use a path below "/spec/updateStrategy", where there is scheduledUpdate',
    ],
    [
      JsonPatch.add('/spec/slurmd/resources/limits/cpu', 8),
      '[test/h100] ESC-002: patch add "/spec/slurmd/resources/limits/cpu" has nowhere to put its value: the object ends at "/spec"; add the whole of what is missing below "/spec" in one operation',
    ],
    [
      JsonPatch.add('/spec/updateStrategy/scheduledUpdate/flags/7', 'C'),
      '[test/h100] ESC-002: patch add "/spec/updateStrategy/scheduledUpdate/flags/7" has nowhere to put its value: the object ends at "/spec/updateStrategy/scheduledUpdate/flags"; add the whole of what is missing below "/spec/updateStrategy/scheduledUpdate/flags" in one operation',
    ],
    [
      JsonPatch.copy('/spec/replica', '/spec/minReadySeconds'),
      '[test/h100] ESC-002: patch copy "/spec/replica" "/spec/minReadySeconds" finds no such path: the object ends at "/spec"; use a path below "/spec", where there is controllerRef, replicas, template, updateStrategy',
    ],
    [JsonPatch.replace('spec/replicas', 3), '[test/h100] ESC-002: patch replace "spec/replicas" has a path that is no JSON pointer; write "/spec/replicas"'],
    [JsonPatch.test('/spec/replicas', 3), '[test/h100] ESC-003: patch test "/spec/replicas" does not hold: the value is 2; look at the patches behind it again, then test for the new value'],
  ])('refuses %j', (op, message) => {
    expect(patched(op)).toThrow(expect.objectContaining({ message }));
  });

  test('all patches that miss are told at once', () => {
    expect(patched(JsonPatch.remove('/spec/a'), JsonPatch.replace('/spec/replicas', 4), JsonPatch.remove('/spec/b')))
      .toThrow(/^\[test\/h100\] ESC-002: patch remove "\/spec\/a" .*\n\[test\/h100\] ESC-002: patch remove "\/spec\/b" .*$/);
  });

  test('an inherited property is no path', () => {
    expect(patched(JsonPatch.remove('/spec/constructor'))).toThrow('ESC-002');
  });

  test('synthesis twice patches once', () => {
    const synth = patched(JsonPatch.add('/spec/updateStrategy/scheduledUpdate/flags/-', 'C'));
    expect(synth()).toEqual(synth());
  });
});
