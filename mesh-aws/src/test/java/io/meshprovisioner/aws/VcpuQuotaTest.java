package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;

/** EC2 counts vCPUs by families of types, each with a quota of its own, and spot instances apart. */
class VcpuQuotaTest {
    @ParameterizedTest
    @CsvSource({
        "t3.medium,L-1216C47A",
        "m7gd.xlarge,L-1216C47A",
        "im4gn.large,L-1216C47A",
        "z1d.large,L-1216C47A",
        "g5.xlarge,L-DB2E81BA",
        "p4d.24xlarge,L-417A185B",
        "inf2.xlarge,L-1945791B",
        "trn1n.32xlarge,L-2C3B7624",
        "x2idn.16xlarge,L-7295265B",
        "u7i-12tb.224xlarge,L-43DA4232",
    })
    void aTypeCountsInTheQuotaOfItsFamily(String type, String code) {
        assertThat(VcpuQuota.code(type)).isEqualTo(code);
    }

    @Test
    void onlyWhatCountsInTheSameQuotaIsInUse() {
        Instance machine = Instance.builder().instanceType("m5.large").build();
        assertThat(VcpuQuota.counts(machine, "L-1216C47A")).isTrue();
        assertThat(VcpuQuota.counts(machine, "L-DB2E81BA")).isFalse();
        assertThat(VcpuQuota.counts(
                        machine.toBuilder()
                                .instanceLifecycle(InstanceLifecycleType.SPOT)
                                .build(),
                        "L-1216C47A"))
                .isFalse();
    }
}
