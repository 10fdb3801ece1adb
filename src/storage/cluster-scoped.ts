import { ApiObject, JsonPatch } from 'cdk8s';

/** Takes the chart's namespace off an object that lives in none; cdk8s puts it on every object. */
export function clusterScoped(object: ApiObject): ApiObject {
  object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
