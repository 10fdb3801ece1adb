import { accounting, controller, gpuNodeSet, loginSet, model, nodeSet } from './slinky-objects';
import { summary } from '../../src/model/summary';

describe('summary', () => {
  test('counts nodes, GPUs and partitions', () => {
    expect(summary(model(
      controller({ clusterName: 'training', accountingRef: { name: 'slurm' }, extraConf: 'PartitionName=all Nodes=ALL Default=YES\nPartitionName=train Nodes=gpu' }),
      accounting(),
      gpuNodeSet({ replicas: 128, partition: { enabled: false } }),
      nodeSet({ replicas: 2, partition: null }),
      loginSet({ replicas: 2 }),
    ))).toEqual({
      clusters: [{
        name: 'slurm',
        namespace: 'slurm',
        clusterName: 'training',
        isExternal: false,
        hasAccounting: true,
        nodeSets: [
          { name: 'cpu', nodes: 2, nodeNames: 'cpu-[0-1]', gpusPerNode: 0, gpuTypes: [], gpus: 0, partitions: ['all'] },
          { name: 'gpu', nodes: 128, nodeNames: 'gpu-[0-127]', gpusPerNode: 8, gpuTypes: ['h100'], gpus: 1024, partitions: ['all', 'train'] },
        ],
        partitions: [
          { name: 'all', isDefault: true, nodeSets: ['cpu', 'gpu'], nodes: 130, gpus: 1024 },
          { name: 'train', isDefault: false, nodeSets: ['gpu'], nodes: 128, gpus: 1024 },
        ],
        loginPods: 2,
        nodes: 130,
        gpus: 1024,
      }],
    });
  });

  test('leaves open what only the live cluster knows', () => {
    const [cluster] = summary(model(controller(), gpuNodeSet({ scalingMode: 'DaemonSet' }))).clusters;
    expect(cluster).toMatchObject({ nodes: undefined, gpus: undefined, nodeSets: [{ nodes: undefined, nodeNames: '', gpusPerNode: 8, gpus: undefined }] });
  });
});
