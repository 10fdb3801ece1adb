/** A kind of finding that the reader of configuration files reports, for lists of rules. */
export interface ConfRule {
  readonly id: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Whether it stops synthesis; `varies` where Slurm stops at some keys and ignores others. */
  readonly severity: 'error' | 'warning' | 'varies';
}

const rule = (id: string, severity: ConfRule['severity'], title: string): ConfRule => ({ id, severity, title });

/** Every finding of the reader and of the renderers, by id. */
export const confRules: readonly ConfRule[] = [
  rule('CONF-001', 'error', 'a key that the file or the line does not have'),
  rule('CONF-002', 'error', 'a second key on a line that takes one'),
  rule('CONF-003', 'warning', 'a key that is set twice'),
  rule('CONF-004', 'error', 'text that is no key with a value'),
  rule('CONF-005', 'error', 'a value that is no number of the width of its key'),
  rule('CONF-006', 'error', 'a value that is no boolean'),
  rule('CONF-007', 'warning', 'a number that Slurm reads as octal'),
  rule('CONF-008', 'varies', 'a number out of the range of its key'),
  rule('CONF-009', 'error', 'a value with #, which starts a comment'),
  rule('CONF-010', 'warning', 'a value in single quotes, which Slurm keeps'),
  rule('CONF-011', 'error', 'a file that does not exist'),
  rule('CONF-012', 'varies', 'a value outside the closed set of its key'),
  rule('CONF-013', 'varies', "a plugin that is not one of Slurm's own"),
  rule('CONF-014', 'varies', 'a word that its list does not have'),
  rule('CONF-015', 'varies', 'a word that a release removed from its list'),
  rule('CONF-016', 'warning', 'a word in other case than Slurm compares it'),
  rule('CONF-017', 'warning', 'a word without its value, or with one of another type'),
  rule('CONF-018', 'varies', 'a word whose value is out of range'),
  rule('CONF-019', 'error', 'a list item that is empty or holds several words'),
  rule('CONF-020', 'error', 'a key without a value'),
  rule('CONF-021', 'error', 'a value with a line end'),
  rule('CONF-022', 'varies', 'a double quote that cannot stand where it stands'),
  rule('CONF-023', 'error', 'a value with a backslash, which Slurm removes'),
  rule('CONF-024', 'error', 'a value with a blank in extraConf of a node set'),
  rule('CONF-025', 'error', 'a key that a release removed'),
  rule('CONF-026', 'error', 'a key that is newer than the release'),
  rule('CONF-027', 'varies', 'a key that has no effect any more'),
  rule('CONF-028', 'warning', 'a key that is deprecated'),
  rule('CONF-050', 'error', 'a file that is no text'),
  rule('CONF-051', 'error', 'a file that is too long for a configuration'),
  rule('CONF-052', 'warning', 'a line of plugstack.conf that is skipped'),
  rule('CONF-053', 'error', 'more findings than anybody reads'),
  rule('CONF-054', 'error', 'a pattern in an Include line'),
  rule('CONF-055', 'error', 'Include lines that lead in a circle or too deep'),
  rule('CONF-056', 'error', 'an Include line that needs ClusterName before it is set'),
  rule('CONF-060', 'error', 'a value that is no time'),
  rule('CONF-061', 'varies', 'a value that is no hostlist'),
  rule('CONF-062', 'varies', 'a value that is no list of GRES'),
  rule('CONF-063', 'varies', 'a value that is no list of TRES weights'),
  rule('CONF-064', 'varies', 'a value without the shape of its key'),
  rule('CONF-065', 'error', 'other numbers of addresses, host names or ports than of nodes'),
];
