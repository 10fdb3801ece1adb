import type { CliIo } from './io';
import { colours, json, printable } from './output';
import { objectLabel } from '../model/object-ref';
import type { LineOrigin, PredictedLine } from '../model/predict/predicted-file';

/** The files of one cluster. */
export interface ExplainedCluster {
  /** Name of its Controller. */
  readonly name: string;
  readonly namespace: string;
  readonly clusterName: string;
  /** Whether slurmctld runs elsewhere, with a slurm.conf that manifests cannot show. */
  readonly isExternal: boolean;
  readonly files: readonly ExplainedFile[];
  /** ConfigMaps that are not among the manifests, so that their files are unknown. */
  readonly missingConfigMaps: readonly string[];
}

/** A file, or the `--conf` text of a node set's slurmd. */
export interface ExplainedFile {
  readonly name: string;
  /** Who reads it. */
  readonly readers: string;
  readonly lines: readonly PredictedLine[];
}

/** Finds the line of a file that an origin stands for. */
export type OriginLine = (origin: LineOrigin) => number | undefined;

const WIDEST_TEXT = 76;

/** The files for people: each line with its origin beside it, or alone. */
export function explainText(clusters: readonly ExplainedCluster[], place: OriginLine, withOrigins: boolean, io: CliIo): string {
  const paint = colours(io);
  const out: string[] = [];
  const files = clusters.reduce((sum, cluster) => sum + cluster.files.length, 0);
  for (const cluster of clusters) {
    if (withOrigins) {
      const name = cluster.clusterName === cluster.name ? '' : `, ClusterName=${printable(cluster.clusterName)}`;
      out.push(paint.bold(`# cluster ${printable(`${cluster.namespace}/${cluster.name}`)}${name}`));
      out.push(...cluster.missingConfigMaps.map(missing =>
        paint.yellow(`# ConfigMap ${printable(missing)} is not among the manifests: its files are unknown`)));
      out.push('');
    }
    for (const { name, readers, lines } of cluster.files) {
      if (withOrigins || files > 1) {
        out.push(`${paint.bold(`## ${printable(name)}`)} ${paint.dim(`(${printable(readers)})`)}`);
      }
      const width = Math.min(WIDEST_TEXT, Math.max(...lines.map(({ text }) => printable(text).length)));
      out.push(...lines.map(({ text, origin }) => {
        if (!withOrigins) {
          return io.isTerminal ? printable(text.replace(/\t/g, '    ')) : text;
        }
        // A separator carries no news about where it comes from.
        return origin.object === undefined && /^#*$/.test(text) ? printable(text) : `${printable(text).padEnd(width)}  ${paint.dim(originWords(origin, place(origin)))}`;
      }));
      if (withOrigins || files > 1) {
        out.push('');
      }
    }
  }
  return `${out.join('\n').trimEnd()}\n`;
}

/** The files for programs. */
export function explainJson(clusters: readonly ExplainedCluster[], place: OriginLine): string {
  return json({
    clusters: clusters.map(({ files, ...cluster }) => ({
      ...cluster,
      files: files.map(({ name, readers, lines }) => ({
        name,
        readers,
        lines: lines.map(({ text, origin }) => ({ text, origin: plainOrigin(origin, place(origin)) })),
      })),
    })),
  });
}

function originWords({ object, field }: LineOrigin, line: number | undefined): string {
  if (object === undefined) {
    return '< operator';
  }
  const place = object.file === undefined ? '' : `${object.file}:${line ?? 1} `;
  return printable(`< ${place}${objectLabel(object)} ${field ?? ''}`.trimEnd());
}

function plainOrigin({ object, field, fieldLine }: LineOrigin, line: number | undefined): unknown {
  if (object === undefined) {
    return { by: 'operator' };
  }
  const { kind, namespace, name, file } = object;
  return { by: 'manifest', object: { kind, namespace, name }, field, fieldLine, file, line };
}
