import { SlurmImage } from '../cluster/images';
import { Problem } from '../errors/refuse';

/** What is wrong with the image of a database: the same as with any other. */
export function imageProblems(image: string | undefined): Problem[] {
  return image === undefined ? [] : SlurmImage.of(image)._problems('the database');
}
