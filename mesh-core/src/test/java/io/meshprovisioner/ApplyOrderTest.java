package io.meshprovisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplyOrderTest {
    private static final Manifest NAMESPACE = object("Namespace", "shop", Map.of());
    private static final Manifest DEFINITION =
            object("CustomResourceDefinition", "widgets.example.com", Map.of("names", Map.of("kind", "Widget")));
    private static final Manifest SERVICE = object("Service", "cart", Map.of());
    private static final Manifest WIDGET = object("Widget", "w", Map.of());
    private static final Manifest ROUTE = object("Route", "r", Map.of());
    private static final Manifest WEBHOOK = object("ValidatingWebhookConfiguration", "v", Map.of());

    /** As the API server answers: the items leave their kind to the list. */
    private static final Manifest WIDGETS = Manifest.of(Map.of(
            "apiVersion",
            "example.com/v2",
            "kind",
            "WidgetList",
            "items",
            List.of(Map.of("metadata", Map.of("name", "nameless kind")))));

    private static Manifest object(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> metadata =
                kind.equals("Service") ? Map.of("name", name, "namespace", "shop") : Map.of("name", name);
        return Manifest.of(Map.of("apiVersion", "example.com/v1", "kind", kind, "metadata", metadata, "spec", spec));
    }

    /** Thinks that routes go behind everything else. */
    private static final class RoutesLast implements ManifestValidator {
        @Override
        public List<Finding> validate(List<? extends Manifest> manifests, String istioVersion) {
            return List.of();
        }

        @Override
        public int rank(Manifest manifest) {
            return manifest.kind().equals("Route") ? 5 : 0;
        }
    }

    @Test
    void whatOthersNeedGoesFirstAndTheRestStaysAsItCame() {
        List<Manifest> asGiven = List.of(WEBHOOK, ROUTE, WIDGET, SERVICE, DEFINITION, NAMESPACE);

        assertThat(new ApplyOrder(List.of(new RoutesLast())).of(asGiven))
                .containsExactly(NAMESPACE, DEFINITION, SERVICE, WIDGET, ROUTE, WEBHOOK);
        assertThat(new ApplyOrder(List.of()).of(List.of(ROUTE, WIDGET))).containsExactly(ROUTE, WIDGET);
    }

    @Test
    void theServerCanBeAskedAboutWhatDoesNotComeWithTheBatch() {
        List<Manifest> batch = List.of(NAMESPACE, DEFINITION, SERVICE, WIDGET, ROUTE);

        assertThat(ApplyOrder.askable(batch, made -> true)).containsExactly(NAMESPACE, DEFINITION, ROUTE);
        assertThat(ApplyOrder.askable(batch, made -> false)).isEqualTo(batch);
    }

    @Test
    void listsAreOpenedAlsoInsideOfLists() {
        Manifest list = Manifest.of(
                Map.of("apiVersion", "v1", "kind", "List", "items", List.of(SERVICE.toMap(), WIDGETS.toMap())));

        assertThat(new ApplyOrder(List.of()).of(List.of(list, NAMESPACE)))
                .extracting(Manifest::kind, Manifest::apiVersion, Manifest::name)
                .containsExactly(
                        tuple("Namespace", "example.com/v1", "shop"),
                        tuple("Service", "example.com/v1", "cart"),
                        tuple("Widget", "example.com/v2", "nameless kind"));
    }

    @Test
    void whatOnlyIsCalledAListIsNone() {
        Manifest allowList = object("AllowList", "a", Map.of());

        assertThat(new ApplyOrder(List.of()).of(List.of(allowList))).containsExactly(allowList);
    }

    @Test
    void anItemThatIsNoObjectIsNamed() {
        Manifest list = Manifest.of(Map.of("kind", "List", "items", List.of(SERVICE.toMap(), "cart")));

        assertThatThrownBy(() -> new ApplyOrder(List.of()).of(List.of(list)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("items[1]");
    }
}
