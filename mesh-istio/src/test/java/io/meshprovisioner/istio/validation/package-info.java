/** Tests of validation, most of them against Istio's own answers. */
package io.meshprovisioner.istio.validation;
