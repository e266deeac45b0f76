package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    @Test
    void onlyWantedFilesAreKept() throws IOException {
        byte[] packed = TestArchives.tarGz(Map.of("a/x", new byte[] {1}, "./b/y", new byte[] {2}));
        assertThat(new Archive("a.tgz", packed).files(path -> path.startsWith("b/")))
                .containsOnlyKeys("b/y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "a\\..\\x"})
    void pathsThatLeadOutAreRefusedAlsoWhereTheyAreNotWanted(String path) {
        byte[] packed = TestArchives.tarGz(Map.of(path, new byte[] {1}));
        assertThatThrownBy(() -> new Archive("a.tgz", packed).files(wanted -> false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.tgz is refused")
                .hasMessageContaining("leads out of it");
    }

    @Test
    void linksAreRefused() {
        byte[] packed = TestArchives.symbolicLink("charts/x", "/etc/passwd");
        assertThatThrownBy(() -> new Archive("a.tgz", packed).files(path -> true))
                .hasMessageContaining("charts/x is a link");
    }

    @Test
    void bombsAreRefusedBeforeTheyUnfold() {
        byte[] large = TestArchives.bomb("charts/x", 65);
        assertThat(large.length).isLessThan(1 << 20);
        assertThatThrownBy(() -> new Archive("a.tgz", large).files(path -> true))
                .hasMessageContaining("larger than any release");
        byte[] huge = TestArchives.bomb("bin/istioctl", 1025);
        assertThatThrownBy(() -> new Archive("a.tgz", huge).files(path -> false))
                .hasMessageContaining("unpacks to more");
    }

    @Test
    void whatIsNoArchiveIsAnIoException() {
        assertThatThrownBy(() -> new Archive("a.tgz", new byte[] {1, 2, 3}).files(path -> true))
                .isInstanceOf(IOException.class);
    }
}
