import type { Node } from 'yaml';

/** Something that is remarked in a values file. */
export interface Comment {
  readonly line: number;
  readonly text: string;
}

/** The comments of a values file by line, and its anchors. */
export class CommentLines {
  private readonly lines: readonly string[];
  private readonly starts: number[] = [];
  /** Lines that belong to a text of several lines, where `#` is no comment. */
  private readonly texts = new Set<number>();
  private readonly anchors = new Map<string, { readonly node: Node; readonly offset: number }[]>();
  private first = 0;

  public constructor(source: string) {
    this.lines = source.split('\n');
    let offset = 0;
    for (const line of this.lines) {
      this.starts.push(offset);
      offset += line.length + 1;
    }
  }

  /** Notes which lines are texts, and where anchors stand. */
  public leaveOut(root: Node, yaml: typeof import('yaml')): void {
    yaml.visit(root, (_, node) => {
      if (yaml.isNode(node) && node.range) {
        const anchor = yaml.isAlias(node) ? undefined : node.anchor;
        if (anchor !== undefined) {
          this.anchors.set(anchor, [...this.anchors.get(anchor) ?? [], { node, offset: node.range[0] }]);
        }
        if (yaml.isScalar(node)) {
          for (let line = this.lineAt(node.range[0]) + 1; line <= this.lineAt(Math.max(node.range[0], node.range[1] - 1)); line++) {
            this.texts.add(line);
          }
        }
      }
    });
    this.first = this.lineAt(root.range?.[0] ?? 0);
  }

  /** The node that an alias refers to: the last of that name above it. */
  public anchor(name: string, offset: number): Node | undefined {
    return this.anchors.get(name)?.filter(each => each.offset < offset).pop()?.node;
  }

  /** What is said before the first key, apart from it by a blank line. */
  public header(): string[] {
    const above = this.lines.slice(0, this.first);
    const end = above.map(line => line.trim()).lastIndexOf('');
    return end <= 0 ? [] : above.slice(0, end).filter(line => /^\s*#/.test(line)).map(commentText);
  }

  /** Whether a line is a comment and nothing else. */
  public commentAt(line: number): string | undefined {
    const text = this.lines[line] ?? '';
    return /^\s*#/.test(text) && !this.texts.has(line) ? commentText(text) : undefined;
  }

  /** The comment behind what stands on a line. */
  public commentBehind(line: number): string | undefined {
    const text = this.lines[line] ?? '';
    if (this.texts.has(line)) {
      return undefined;
    }
    // Quoted texts may hold a '#'.
    const [, comment] = /^(?:[^'"#]|'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|\S#)*\s#\s?(.*)$/.exec(text) ?? [];
    return comment?.trim() || undefined;
  }

  /** Blanks before what stands on a line. */
  public indentAt(line: number): number {
    return /^ */.exec(this.lines[line] ?? '')![0].length;
  }

  /** All of them that say something. */
  public all(): Comment[] {
    return this.lines.flatMap((_, line): Comment[] => {
      const text = this.commentAt(line) ?? this.commentBehind(line) ?? '';
      return saysSomething(text) ? [{ line: line + 1, text }] : [];
    });
  }

  private lineAt(offset: number): number {
    let low = 0;
    for (let high = this.starts.length - 1; low < high;) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Comments that belong to the key on a line: the block right above it, and what stands behind it. */
export function commentsOf(comments: CommentLines, lineNumber: number): string[] {
  const found: string[] = [];
  for (let line = lineNumber - 2; line >= 0; line--) {
    const comment = comments.commentAt(line);
    // What is indented more than the key ends the block before it.
    if (comment === undefined || comments.indentAt(line) > comments.indentAt(lineNumber - 1)) break;
    found.unshift(comment);
  }
  const behind = comments.commentBehind(lineNumber - 1);
  // Values that somebody put in comments are none of a program.
  return [...found.some(isYaml) ? [] : found, ...behind === undefined ? [] : [behind]].filter(saysSomething);
}

function saysSomething(comment: string): boolean {
  return /[\p{L}\p{N}]/u.test(comment);
}

/** Whether a comment is a line of values, such as `- name: scratch`, rather than a sentence. */
function isYaml(comment: string): boolean {
  return /^\s*(?:- +)*["']?[a-z][\w./-]*["']?:(?:\s+(?!https?:)(?:[^\s"'[{]\S*|"[^"]*"|'[^']*'|[[{].*))?(?:\s+#.*)?$/.test(comment);
}

// Rules such as `# ----` and `# == Login ==` are for the eye alone.
function commentText(line: string): string {
  return line.trim().replace(/^#+\s?/, '').replace(/\s*[-=─━#*]{3,}\s*$/, '').replace(/^[-=─━*]{2,}\s*/, '').trimEnd();
}
