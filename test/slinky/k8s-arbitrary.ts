import { readFileSync } from 'fs';
import * as path from 'path';
import { k8s } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import * as ts from 'typescript';

const DECLARATIONS = path.join(path.dirname(require.resolve('cdk8s-plus-28/package.json')), 'lib/imports/k8s.d.ts');

type Structs = Map<string, ts.InterfaceDeclaration>;

const structsByFile = new Map<string, Structs>();

function structsOf(file: string): Structs {
  const known = structsByFile.get(file);
  if (known) {
    return known;
  }
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const structs: Structs = new Map(statements.filter(ts.isInterfaceDeclaration).map(statement => [statement.name.text, statement]));
  structsByFile.set(file, structs);
  return structs;
}

function propertiesOf(name: string, file: string): ts.PropertySignature[] {
  const struct = structsOf(file).get(name);
  if (!struct) {
    throw new Error(`${path.basename(file)} declares no struct ${name}`);
  }
  return struct.members.filter(ts.isPropertySignature);
}

/** Names of the fields of a struct, of cdk8s-plus unless another file is given. */
export function structFields(name: string, file = DECLARATIONS): string[] {
  return propertiesOf(name, file).map(property => nameOf(property.name));
}

/** Random values of a struct of cdk8s-plus' `k8s`, made from its declaration: all fields, or any of them. */
export function arbitraryStruct(name: string, mode: 'all fields' | 'any fields' = 'any fields'): fc.Arbitrary<object> {
  const fields = propertiesOf(name, DECLARATIONS)
    .map((property): [string, fc.Arbitrary<unknown>] => [nameOf(property.name), arbitraryOf(property.type, mode)]);
  return fc.record(Object.fromEntries(fields), mode === 'all fields' ? {} : { requiredKeys: [] });
}

/** Names of the structs a struct is made of, itself included. */
export function structsWithin(name: string, found = new Set<string>()): Set<string> {
  const struct = structsOf(DECLARATIONS).get(name);
  if (!struct || found.has(name)) {
    return found;
  }
  found.add(name);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      structsWithin(node.typeName.text, found);
    }
    node.forEachChild(visit);
  };
  visit(struct);
  return found;
}

const key = fc.constantFrom('a', 'value', 'clusterIp', 'limits', 'kubernetes.io/hostname');
const text = fc.string({ maxLength: 3 });

function arbitraryOf(type: ts.TypeNode | undefined, mode: 'all fields' | 'any fields'): fc.Arbitrary<unknown> {
  if (type && ts.isArrayTypeNode(type)) {
    return fc.array(arbitraryOf(type.elementType, mode), { minLength: mode === 'all fields' ? 1 : 0, maxLength: 2 });
  }
  if (type && ts.isTypeLiteralNode(type)) {
    const [index] = type.members.filter(ts.isIndexSignatureDeclaration);
    return fc.dictionary(key, arbitraryOf(index.type, mode), { minKeys: mode === 'all fields' ? 1 : 0, maxKeys: 3 });
  }
  if (type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const name = type.typeName.text;
    switch (name) {
      case 'Date':
        return fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z') });
      case 'Quantity':
        return fc.oneof(fc.nat().map(number => k8s.Quantity.fromNumber(number)), text.map(word => k8s.Quantity.fromString(word)));
      case 'IntOrString':
        return fc.oneof(fc.nat().map(number => k8s.IntOrString.fromNumber(number)), text.map(word => k8s.IntOrString.fromString(word)));
      default:
        return arbitraryStruct(name, mode);
    }
  }
  switch (type?.kind) {
    case ts.SyntaxKind.StringKeyword:
      return text;
    case ts.SyntaxKind.NumberKeyword:
      return fc.nat();
    case ts.SyntaxKind.BooleanKeyword:
      return fc.boolean();
    case ts.SyntaxKind.AnyKeyword:
      return fc.dictionary(key, fc.dictionary(key, text));
    default:
      throw new Error(`no random values for ${type ? ts.SyntaxKind[type.kind] : 'a field without type'}`);
  }
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
