/**
 * Writes down what was applied, in a ConfigMap that exists, from a container that has sh, sed and curl. The next Job tells by it what somebody else changed.
 *
 * Environment: NAME of the ConfigMap, NAMESPACE, SERVICE_ACCOUNT with `token` and `ca.crt`, WORK with the file `record`.
 */
export const recordScript = [
  'set -eu',
  'umask 077',
  'host=$KUBERNETES_SERVICE_HOST',
  'case $host in *:*) host="[$host]" ;; esac',
  'url="https://$host:$KUBERNETES_SERVICE_PORT/api/v1/namespaces/$NAMESPACE/configmaps/$NAME"',
  '{ printf "Authorization: Bearer "; cat "$SERVICE_ACCOUNT/token"; } > "$WORK/header"',
  // As JSON: no line of the record has a control character.
  '{ printf \'{"data":{"applied":"\'; sed \'s/\\\\/\\\\\\\\/g; s/"/\\\\"/g; s/$/\\\\n/\' "$WORK/record" | tr -d "\\n"; printf \'"}}\'; } > "$WORK/body"',
  'status=$(curl --silent --show-error --output /dev/null --write-out "%{http_code}" --request PATCH \\',
  '  --cacert "$SERVICE_ACCOUNT/ca.crt" --header "@$WORK/header" --header "Content-Type: application/merge-patch+json" \\',
  '  --max-time 30 --retry 5 --retry-connrefused --data-binary "@$WORK/body" "$url")',
  'case $status in',
  '  200) echo "ConfigMap $NAME says what was applied" ;;',
  '  *)',
  '    echo "the API server answers HTTP $status to the change of ConfigMap $NAME: look for the Job\'s Role and RoleBinding, or for a NetworkPolicy" >&2',
  '    exit 1',
  '    ;;',
  'esac',
  '',
].join('\n');
