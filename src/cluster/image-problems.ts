import { Problem } from '../errors/refuse';

/** What is wrong with an image reference. */
export function imageProblems(reference: string, use: string): Problem[] {
  const [name, digest] = reference.split('@');
  const tag = name.split('/').pop()!.split(':')[1];
  if (!/^[a-z0-9]([a-z0-9._/:-]*[a-z0-9])?(:[\w][\w.-]{0,127})?$/i.test(name) || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    return [{
      id: 'IMG-001',
      what: `'${reference}' of ${use} is not an image reference: the pod would end in InvalidImageName`,
      fix: "write registry/repository:tag, e.g. 'ghcr.io/slinkyproject/slurmd:26.05.1-ubuntu26.04'",
    }];
  }
  if (digest === undefined && (tag === undefined || tag === 'latest')) {
    return [{
      id: 'IMG-002',
      what: `'${reference}' of ${use} has ${tag === undefined ? 'no tag' : "the tag 'latest'"}: what it holds changes with every pull, so pods of one cluster differ`,
      fix: 'name a version or a digest',
    }];
  }
  return [];
}
