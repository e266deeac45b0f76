package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.example.com", "ftp://shop.example.com/", "http://", "https:///cart", "http://a b/", ""})
    void whatCannotBeCalledIsRefusedWithItsPlace(String url) {
        assertThat(SmokeSpec.standard()
                        .inside("http://demo.test-ns:8080/")
                        .throughGateway(url)
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("requests[1].url");
                    assertThat(problem.advice()).contains("http://shop.example.com/cart");
                });
    }

    @Test
    void urlsOfBothKindsPass() {
        SmokeSpec smoke = SmokeSpec.standard()
                .inside("http://demo.test-ns:8080/healthy?full=yes")
                .throughGateway("https://shop.example.com");
        assertThat(smoke.problems()).isEmpty();
        assertThat(smoke.requests()).extracting(SmokeSpec.Request::inMesh).containsExactly(true, false);
    }
}
