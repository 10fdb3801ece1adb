import { NESTED_FIELDS, SPEC_FIELDS } from '../../src/model/slinky-fields';
import { describeWithCrds, schemaOf, StructuralSchema } from '../schema/shared-crds';

function fieldsAt(kind: string, path: string[]): string[] | undefined {
  const steps = ['spec', ...path];
  const found = steps.reduce<StructuralSchema | undefined>((schema, step) => schema?.properties?.[step], schemaOf('slinky.slurm.net/v1beta1', kind));
  return found?.properties === undefined ? undefined : Object.keys(found.properties).sort();
}

describeWithCrds('fields of the Slinky kinds', () => {
  test.each(Object.entries(SPEC_FIELDS))('%s has those of its CRD', (kind, fields) => {
    expect(fields).toEqual(fieldsAt(kind, []));
  });

  test.each(Object.entries(NESTED_FIELDS))('%s has those of every CRD that knows it', (path, fields) => {
    const described = Object.keys(SPEC_FIELDS).flatMap(kind => {
      const found = fieldsAt(kind, path.split('.'));
      return found === undefined ? [] : [found];
    });
    expect(described).not.toHaveLength(0);
    described.forEach(each => expect(fields).toEqual(each));
  });
});
