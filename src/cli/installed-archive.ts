import * as fs from 'fs';
import * as path from 'path';

/**
 * The archive from which npm installed a package, where it came from no registry: a build of one's own. npm writes that into the folder of all packages.
 *
 * @param packageFolder Where the package lies, e.g. `<project>/node_modules/slurm-constructs`.
 */
export function installedArchive(packageFolder: string): string | undefined {
  const modules = path.dirname(packageFolder);
  const project = path.dirname(modules);
  const known = packagesIn(path.join(modules, '.package-lock.json'))[`${path.basename(modules)}/${path.basename(packageFolder)}`];
  const [, file] = /^file:(.*\.tgz)$/.exec(known?.resolved ?? '') ?? [];
  const archive = file === undefined ? undefined : path.resolve(project, file);
  return archive !== undefined && fs.existsSync(archive) ? archive : undefined;
}

/** How the package.json of a folder, which need not be there yet, names an archive. */
export function archiveSpecifier(archive: string, folder: string): string {
  return `file:${path.relative(realFolder(path.resolve(folder)), fs.realpathSync(archive)).split(path.sep).join('/')}`;
}

function packagesIn(file: string): { readonly [location: string]: { readonly resolved?: string } | undefined } {
  try {
    return (JSON.parse(fs.readFileSync(file, 'utf8')) as { packages?: ReturnType<typeof packagesIn> }).packages ?? {};
  } catch {
    // Other package managers write no such file, and a damaged one says nothing.
    return {};
  }
}

// npm starts where links lead to.
function realFolder(folder: string): string {
  return fs.existsSync(folder) ? fs.realpathSync(folder) : path.join(realFolder(path.dirname(folder)), path.basename(folder));
}
