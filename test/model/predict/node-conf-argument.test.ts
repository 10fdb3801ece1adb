import { modelFromObjects } from '../../../src/model/from-objects';
import { predictNodeConf } from '../../../src/model/predict/node-conf-argument';
import { slinky } from '../slinky-objects';

function argumentOf(extraConf: string | undefined) {
  const object = slinky('NodeSet', 'slurm-worker-gpu', { controllerRef: { name: 'slurm' }, extraConf, template: { spec: { hostname: 'gpu-' } } });
  return predictNodeConf(modelFromObjects([{ object }]).facts.nodeSets[0]);
}

describe('slurmd --conf', () => {
  test.each([
    [undefined, "'Features=gpu'"],
    ['', "'Features=gpu'"],
    ['Gres=gpu:h100:8 Weight=10 Features=a,b Feature=c', "'Features=gpu,a,b,c Gres=gpu:h100:8 Weight=10'"],
    ['gres=a:1 GRES=b:2', "'Features=gpu Gres=a:1,b:2'"],
    ['RealMemory=1024 CPUs=4', "'Cpus=4 Features=gpu Realmemory=1024'"],
    ['Gres=gpu:8\nWeight=1', "'Features=gpu Gres=gpu:8\nWeight=1'"],
  ])('of %j is %s', (extraConf, expected) => {
    expect(argumentOf(extraConf)).toEqual({ text: expected, malformed: [] });
  });

  test.each([
    ['Gres=gpu:8  Weight=1', ['']],
    [' Weight=1', ['']],
    ['Weight=1 ', ['']],
    ['Weight', ['Weight']],
    ['=5', ['=5']],
  ])('of %j is none, because the operator panics', (extraConf, malformed) => {
    expect(argumentOf(extraConf)).toEqual({ malformed });
  });
});
