/**
 * AWS's wire protocols as small codecs: query (EC2, IAM, STS, Elastic Load Balancing), REST JSON (EKS) and JSON 1.1
 * (SSM, CloudWatch Logs), with the signature check that precedes them. Knows no resource.
 */
@NullMarked
package io.meshprovisioner.testkit.aws.protocol;

import org.jspecify.annotations.NullMarked;
