import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { SandboxError } from './sandbox-error';

/** Environment of the container engine. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/** Unpacks container images that hold Slurm, so that their daemons run here as those of any root folder do. */
export class ContainerImages {
  /** Docker or Podman, whichever answers; otherwise why neither does. */
  public static engine(env: Environment): { readonly program?: string; readonly reason: string } {
    const words = ['version', '--format', '{{.Server.Version}}'];
    const answers = ['docker', 'podman'].map(program => ({ program, ...spawnSync(program, words, { encoding: 'utf8', env }) }));
    const found = answers.find(({ status }) => status === 0);
    const reason = answers.map(({ program, error, stderr }) => `${program}: ${error === undefined ? stderr.trim().split('\n')[0] : 'not installed'}`).join(', ');
    return { program: found?.program, reason };
  }

  constructor(
    private readonly engine: string,
    private readonly env: Environment,
    private readonly cache: string,
    private readonly progress: (step: string) => void,
  ) {}

  /** Root folder with the files of all images, later ones on top. Unpacked once for each set of images. */
  public rootOf(images: readonly string[]): string {
    const ids = images.map(image => this.idOf(image));
    const root = path.join(this.cache, createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16));
    if (fs.existsSync(root)) {
      return root;
    }
    fs.mkdirSync(this.cache, { recursive: true });
    const partial = fs.mkdtempSync(`${root}.partial-`);
    try {
      images.forEach(image => this.unpack(image, partial));
      fs.renameSync(partial, root);
    } finally {
      fs.rmSync(partial, { recursive: true, force: true });
    }
    return root;
  }

  private idOf(image: string): string {
    const local = spawnSync(this.engine, ['image', 'inspect', '--format', '{{.Id}}', image], { encoding: 'utf8', env: this.env });
    if (local.status === 0) {
      return local.stdout.trim();
    }
    this.progress(`pulling ${image}`);
    this.run(image, ['pull', '--quiet', image]);
    return this.run(image, ['image', 'inspect', '--format', '{{.Id}}', image]);
  }

  private unpack(image: string, folder: string): void {
    this.progress(`unpacking ${image}`);
    const container = this.run(image, ['create', image, 'true']);
    try {
      const archive = `${folder}.tar`;
      this.run(image, ['export', '--output', archive, container]);
      const { status, stderr } = spawnSync('tar', ['-x', '-f', archive, '-C', folder, '--no-same-owner', '--exclude=dev/*', '--exclude=proc/*', '--exclude=sys/*'], { encoding: 'utf8', env: this.env });
      fs.rmSync(archive);
      if (status !== 0) {
        throw new SandboxError(`${image} cannot be unpacked: ${stderr.trim().split('\n')[0]}`);
      }
    } finally {
      spawnSync(this.engine, ['rm', '--force', container], { env: this.env });
    }
  }

  private run(image: string, words: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(this.engine, words, { encoding: 'utf8', env: this.env });
    if (status !== 0) {
      throw new SandboxError(`${this.engine} ${words[0]} fails for ${image}: ${error?.message ?? stderr.trim().split('\n')[0]}`);
    }
    return stdout.trim();
  }
}
