import { isFloating, parseImage } from '../../src/model/image-version';
import { quantityValue } from '../../src/model/quantity';

describe('Kubernetes quantity', () => {
  test.each([
    ['1', 1], ['500m', 0.5], ['1.5', 1.5], ['.5', 0.5], ['2k', 2000], ['4Gi', 4 * 2 ** 30], ['1e3', 1000], ['12E', 12e18], ['2E3', 2000], ['-1', -1],
    ['', undefined], ['4GB', undefined], ['x', undefined], ['1 Gi', undefined],
  ])('%j is %p', (text, value) => {
    expect(quantityValue(text)).toBe(value);
  });
});

describe('image reference', () => {
  test.each([
    ['ghcr.io/slinkyproject/slurmd:26.05-ubuntu26.04', '26.05', false],
    ['ghcr.io/slinkyproject/slurmd:25.11.6-ubuntu24.04', '25.11', false],
    ['iad.ocir.io/x/slurm-operator:slurmd-nvml-25.11.6-ubuntu24.04-2026-06-19.0', '25.11', false],
    ['registry:5000/slurmd', undefined, true],
    ['registry:5000/slurmd:latest', undefined, true],
    ['slurmd:latest@sha256:00', undefined, false],
    ['slurmd@sha256:00', undefined, false],
    ['slurmd:125.11', undefined, false],
    ['slurmd:25.110', undefined, false],
    ['slurmd:main', undefined, false],
  ])('%s is of release %p, floating: %p', (image, release, floating) => {
    expect(parseImage(image).release).toBe(release);
    expect(isFloating(image)).toBe(floating);
  });
});
