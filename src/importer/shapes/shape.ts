/** Fields of structures, each as `name: type` or `name!: type` where it is required. */
export interface Shapes {
  readonly [structure: string]: readonly string[];
}

/** A field of a structure. */
export interface ShapeField {
  readonly name: string;
  /**
   * `string`, `number`, `boolean`, the name of a class, enum or structure; `T[]` for lists, `{T}` for maps, `A|B` for either.
   */
  readonly type: string;
  readonly required: boolean;
}

const known = new WeakMap<Shapes, Map<string, ShapeField[]>>();

/** The fields of a structure; nothing when it is none of these. */
export function fieldsOf(shapes: Shapes, structure: string): readonly ShapeField[] | undefined {
  const parsed = known.get(shapes) ?? new Map<string, ShapeField[]>();
  known.set(shapes, parsed);
  if (!parsed.has(structure) && Object.hasOwn(shapes, structure)) {
    parsed.set(structure, shapes[structure].map(text => {
      const [, name, mark, type] = /^(\w+)(!?): (.*)$/.exec(text)!;
      return { name, type, required: mark === '!' };
    }));
  }
  return parsed.get(structure);
}
