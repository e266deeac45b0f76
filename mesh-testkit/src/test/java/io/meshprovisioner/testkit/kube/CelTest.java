package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.testkit.kube.cel.Cel;
import io.meshprovisioner.testkit.kube.cel.CelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "duration(self.d) >= duration('1ms')                                  ; {d: 1ms}          ; true",
                "duration(self.d) >= duration('1ms')                                  ; {d: 0.5ms}        ; false",
                "duration(self.d) == duration('1h1m1s')                               ; {d: 3661s}        ; true",
                "(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1                   ; {a: 1}            ; true",
                "(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1                   ; {a: 1, b: 2}      ; false",
                "self.m.all(key, size(key) < 3 && key.matches('^[a-z]+$'))            ; {m: {ab: 1}}      ; true",
                "self.m.all(key, size(key) < 3 && key.matches('^[a-z]+$'))            ; {m: {Ab: 1}}      ; false",
                "!(has(self.l) && self.l.exists(k, k.contains('/')))                  ; {l: [a, b/c]}     ; false",
                "[self.g, self.k] in [['core','Service'], ['','Pod']]                 ; {g: '', k: Pod}   ; true",
                "self.s.startsWith('unix://') ? !self.s.endsWith('/') : true          ; {s: 'unix:///a/'} ; false",
                "isURL(self.u) ? (url(self.u).getScheme() in ['http', 'oci']) : false ; {u: 'oci://a/b'}  ; true",
                "isURL(self.u) ? (url(self.u).getScheme() in ['http', 'oci']) : false ; {u: 'ftp://a/b'}  ; false",
                "0 < self.p && self.p <= 65535                                        ; {p: 70000}        ; false",
                "self.missing == 1 || true                                            ; {p: 1}            ; true",
                "((has(self.x) ? self.x : {}).size() > 0) == false                    ; {p: 1}            ; true",
                "self.l.exists_one(k, k == 2) && self.l[0] == 1 && 7 % 4 - 1 == 2     ; {l: [1, 2]}       ; true",
            })
    void rules(String rule, String self, boolean holds) {
        assertThat(Cel.compile(rule).test(Manifests.yaml(self))).isEqualTo(holds);
    }

    @Test
    void whatIsNotKnownIsSaidAtOnceAndWhatIsMissingWhenItMatters() {
        assertThatThrownBy(() -> Cel.compile("self.frobnicate()")).isInstanceOf(CelException.class);
        assertThatThrownBy(() -> Cel.compile("1 +")).isInstanceOf(CelException.class);
        assertThatThrownBy(() -> Cel.compile("self.a == 1").test(Manifests.yaml("{b: 1}")))
                .hasMessage("no such key: a");
    }
}
