import * as fs from 'fs';
import * as path from 'path';
import { InputError } from './input-error';
import { fileProblem } from './manifest-text';

/** Most files that one command reads. */
const MAX_FILES = 10_000;
const MAX_DEPTH = 64;
const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** A file to read. */
export interface ManifestFile {
  /** As the user would write it. */
  readonly name: string;
  /** Whether the user named it, rather than a folder around it: then it must hold Kubernetes objects. */
  readonly isNamed: boolean;
}

/** The files that paths stand for: files as they are, folders with everything of YAML and JSON below them, hidden ones and node_modules left out. */
export function manifestFiles(paths: readonly string[]): ManifestFile[] {
  const walk = new FolderWalk();
  for (const name of paths) {
    if (status(name).isDirectory()) {
      walk.folder(name);
    } else {
      walk.named(name);
    }
  }
  return walk.files;
}

class FolderWalk {
  public readonly files: ManifestFile[] = [];
  private readonly seen = new Set<string>();
  private readonly entered = new Set<string>();

  public named(name: string): void {
    this.add({ name, isNamed: true });
  }

  public folder(name: string): void {
    const before = this.files.length;
    this.enter(name, realPath(name), []);
    if (this.files.length === before && !this.hasSeenBelow(realPath(name))) {
      throw new InputError(`${name}: no ${EXTENSIONS.join(', ')} file in this folder; synthesize or render the manifests first`);
    }
  }

  private enter(name: string, root: string, outer: readonly string[]): void {
    const real = realPath(name);
    if (outer.length >= MAX_DEPTH) {
      throw new InputError(`${name}: folders lie more than ${MAX_DEPTH} deep; name the one that holds the manifests`);
    }
    if (this.entered.has(real)) {
      return;
    }
    this.entered.add(real);
    const trail = [...outer, real];
    for (const entry of entries(name)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') {
        continue;
      }
      const inside = path.join(name, entry.name);
      if (entry.isSymbolicLink() && (isManifest(entry.name) || leadsToFolder(inside))) {
        this.followLink(inside, root, trail);
      } else if (entry.isDirectory()) {
        this.enter(inside, root, trail);
      } else if (entry.isFile() && isManifest(entry.name)) {
        this.add({ name: inside, isNamed: false });
      }
    }
  }

  private followLink(name: string, root: string, trail: readonly string[]): void {
    const target = realPath(name);
    if (trail.includes(target)) {
      throw new InputError(`${name}: this symbolic link leads back to a folder around it; remove it or name the files`);
    }
    if (!isBelow(target, root)) {
      throw new InputError(`${name}: this symbolic link leads out of the folder, to ${target}; name that file too if it is meant`);
    }
    if (status(name).isDirectory()) {
      this.enter(name, root, trail);
    } else {
      this.add({ name, isNamed: false });
    }
  }

  private add(file: ManifestFile): void {
    // A pipe such as /dev/fd/63 has no path of its own and is read once at most.
    const real = status(file.name).isFile() ? realPath(file.name) : file.name;
    if (this.seen.has(real)) {
      return;
    }
    this.seen.add(real);
    this.files.push(file);
    if (this.files.length > MAX_FILES) {
      throw new InputError(`${file.name}: more than ${MAX_FILES.toLocaleString('en-US')} files; name the folder that holds the manifests`);
    }
  }

  private hasSeenBelow(root: string): boolean {
    return [...this.seen].some(file => isBelow(file, root));
  }
}

function isManifest(name: string): boolean {
  return EXTENSIONS.includes(path.extname(name).toLowerCase());
}

function leadsToFolder(link: string): boolean {
  return fs.existsSync(link) && status(link).isDirectory();
}

function isBelow(target: string, root: string): boolean {
  return target === root || target.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

function entries(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    throw fileProblem(folder, error);
  }
}

function status(name: string): fs.Stats {
  try {
    return fs.statSync(name);
  } catch (error) {
    throw fileProblem(name, error);
  }
}

function realPath(name: string): string {
  try {
    return fs.realpathSync(name);
  } catch (error) {
    throw fileProblem(name, error);
  }
}
