import { Cpu, ServiceType } from 'cdk8s-plus-28';
import { identities, manifests, pick, smallCluster } from './cluster-manifests';
import { RestApiOptions } from '../../src';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

function withRestApi(restApi?: RestApiOptions) {
  return manifests(chart => smallCluster(chart, 'slurm', { restApi }));
}

test('every cluster has one slurmrestd, since the operator drains nodes through it', () => {
  const objects = withRestApi();
  expect(pick(objects, 'RestApi')).toEqual({
    apiVersion: 'slinky.slurm.net/v1beta1',
    kind: 'RestApi',
    metadata: { name: 'slurm', namespace: 'slurm' },
    spec: {
      controllerRef: { name: 'slurm' },
      replicas: 1,
      slurmrestd: { image: expect.stringMatching(/^ghcr\.io\/slinkyproject\/slurmrestd:26\.05/), imagePullPolicy: 'IfNotPresent' },
      template: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } } },
    },
  });
  expect(identities(objects)).not.toContain('PodDisruptionBudget/slurm-restapi');
});

test('a slurmrestd of several pods keeps one of them while Kubernetes nodes are drained', () => {
  const selector = { matchLabels: { 'app.kubernetes.io/name': 'slurmrestd', 'app.kubernetes.io/instance': 'slurm' } };
  expect(pick(withRestApi({ replicas: 2 }), 'PodDisruptionBudget', 'slurm-restapi').spec).toEqual({ minAvailable: 1, selector });
  expect(pick(withRestApi({ replicas: 5, minAvailable: 3 }), 'PodDisruptionBudget', 'slurm-restapi').spec).toEqual({ minAvailable: 3, selector });
});

test('slurmrestd takes placement, container and service options', () => {
  const restApi = pick(withRestApi({
    labels: { team: 'hpc' },
    annotations: { note: 'x' },
    args: ['-s', 'openapi/slurmctld'],
    resources: { cpu: { limit: Cpu.millis(500) } },
    priorityClassName: 'system',
    service: { type: ServiceType.LOAD_BALANCER, annotations: { 'lbipam.cilium.io/ips': '10.0.5.142' } },
  }), 'RestApi');
  expect(restApi.metadata).toMatchObject({ labels: { team: 'hpc' }, annotations: { note: 'x' } });
  expect(restApi.spec).toMatchObject({
    slurmrestd: { args: ['-s', 'openapi/slurmctld'], resources: { limits: { cpu: '500m' } } },
    template: { spec: { priorityClassName: 'system' } },
    service: { metadata: { annotations: { 'lbipam.cilium.io/ips': '10.0.5.142' } }, spec: { type: 'LoadBalancer' } },
  });
});

test('the address of slurmrestd is known to the program', () => {
  manifests(chart => expect(smallCluster(chart, 'slurm').restApi.url).toBe('http://slurm-restapi.slurm:6820'));
});

test.each([
  [{ replicas: 0 }, "CTLD-010: 'replicas' of slurmrestd is 0, and without a pod of it the operator kills jobs"],
  [{ replicas: -1 }, "CTLD-010: 'replicas' of slurmrestd is -1"],
  [{ replicas: 1.5 }, "CTLD-010: 'replicas' of slurmrestd is 1.5"],
  [{ minAvailable: 1 }, "CTLD-011: 'minAvailable' of slurmrestd is 1 of 1 pods, so no Kubernetes node under one could ever be drained; raise 'replicas' to 2"],
  [{ replicas: 3, minAvailable: 3 }, "CTLD-011: 'minAvailable' of slurmrestd is 3 of 3 pods"],
  [{ replicas: 3, minAvailable: 0 }, "CTLD-011: 'minAvailable' of slurmrestd is 0 of 3 pods, which protects none; use 1 to 2"],
])('slurmrestd with %j is refused', (options, message) => {
  expect(() => withRestApi(options)).toThrow(`[hpc/slurm/RestApi] ${message}`);
});

describeWithCrds('slurmrestd of two clusters', () => {
  test('is what the API server takes and does not collide', () => {
    const objects = manifests(chart => {
      smallCluster(chart, 'a', { restApi: { replicas: 2 } });
      smallCluster(chart, 'b', { restApi: { replicas: 2 } });
    });
    expect(validateManifests(objects.filter(object => ['RestApi', 'PodDisruptionBudget'].includes(object.kind)))).toEqual([]);
    expect(objects.filter(object => object.kind === 'PodDisruptionBudget').map(object => object.metadata.name)).toEqual(['a-restapi', 'b-restapi']);
  });
});
