package io.meshprovisioner.istio.validation.schema;

import java.util.List;

/**
 * A kind as one release has it.
 *
 * @param kind such as VirtualService
 * @param group such as networking.istio.io
 * @param versions the API versions that are served, the preferred one first
 * @param stored the version that is stored, whose schema this is
 * @param root the schema of the whole object, without metadata
 */
record KindSchema(String kind, String group, List<String> versions, String stored, SchemaNode root) {}
