/** Tests of cross-resource analysis. */
package io.meshprovisioner.istio.validation.analysis;
