/** Tests of the facts about CRDs and of what is checked by them. */
package io.meshprovisioner.istio.validation.schema;
