import { RealCluster } from './real-cluster';

// A process that has a cluster until somebody ends it, for the test of what is left then.
void RealCluster.start().then(({ folder }) => {
  process.stdout.write(`${folder}\n`);
  setInterval(() => undefined, 1000);
});
